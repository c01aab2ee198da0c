import { wafBlocks } from "../../../policies/edge/waf-blocks";
import { wafExclusions } from "../../../policies/edge/waf-exclusions";
import { wafNoBypass } from "../../../policies/edge/waf-no-bypass";
import type { WafSpec } from "../../../components/core/edge/waf";
import { base } from "../../support/base-program";
import { wafSpec } from "../../support/waf-spec";
import { messagesOf } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";

const release = (parts?: Partial<WafSpec>): GivenResource => ({
  type: "pulumi-nodejs:dynamic/sluice:Release",
  name: "shop",
  props: {
    settings: { namespace: "prod", app: "shop" },
    ...(parts === undefined ? {} : { run: { waf: wafSpec(parts) } }),
  },
});
const other = { ...release({ mode: "detect" }), type: "pulumi-nodejs:dynamic/sluice:Gate" };
const exclusion = { rule: 942100, path: "/search", owner: "team search", expires: "2026-11-21" };

describe("waf-blocks", () => {
  const required = [{ app: "prod/*" }];

  test.each([
    ["one that blocks", release({}), required],
    [
      "one that detects, where that is enough",
      release({ mode: "detect" }),
      [{ app: "prod/shop", mode: "detect" }],
    ],
    ["none, where none is asked for", release(), [{ app: "other/*" }]],
    ["none, without a configuration", release(), undefined],
    ["another resource", other, required],
  ])("accepts %s", async (_name, given, asked) => {
    expect(await messagesOf(wafBlocks, given, asked === undefined ? {} : { required: asked })).toEqual([]);
  });

  test.each([
    ["one that detects", release({ mode: "detect" }), "block", 'must be "block": got detect'],
    ["none", release(), "block", 'must be "block": got no firewall'],
    ["none where detecting is enough", release(), "detect", 'must be "detect" or "block": got no firewall'],
  ])("refuses %s", async (_name, given, mode, says) => {
    expect(await messagesOf(wafBlocks, given, { required: [{ app: "prod/*", mode }] })).toEqual([
      `Cannot deploy "Release shop": sluice:edge.waf.mode ${says}\n  → begin with detect, then block, each as a release: docs/how-to/release-a-waf-rule-set.md`,
    ]);
  });
});

describe("waf-exclusions", () => {
  test.each([
    ["none", release()],
    ["a narrow one on its last day", release({ exclusions: [exclusion] })],
    [
      "one for a part of every request",
      release({ exclusions: [{ rule: 1, target: "ARGS:q", owner: "a", expires: "2027-11-22" }] }),
    ],
  ])("accepts %s", async (_name, given) => {
    expect(await messagesOf(wafExclusions, given)).toEqual([]);
  });

  test("names each that is over, far away or for everything, with its owner", async () => {
    const { path: _path, ...everywhere } = exclusion;
    const given = release({
      exclusions: [
        { ...exclusion, expires: "2026-11-20" },
        { ...exclusion, expires: "2027-11-23" },
        everywhere,
      ],
    });
    expect(await messagesOf(wafExclusions, given)).toEqual([
      'Cannot deploy "Release shop": sluice:edge.waf.exclusions[0].expires must not be over: got 2026-11-20\n  → remove the exclusion of rule 942100, or let team search give it another last day',
      'Cannot deploy "Release shop": sluice:edge.waf.exclusions[1].expires must be at most 366 days away: got 2027-11-23\n  → let team search choose a day until 2027-11-22',
      'Cannot deploy "Release shop": sluice:edge.waf.exclusions[2] must be for a path or a target: got rule 942100 for every request\n  → name what users\' requests need, such as { path: /search, target: ARGS:q }',
    ]);
  });
});

describe("waf-no-bypass", () => {
  const monitoring = (from: readonly string[]) => ({ monitoring: [{ paths: ["/status"], from }] });

  test.each([
    ["no firewall", release()],
    [
      "few addresses",
      release({ ...monitoring(["10.0.0.0/8", "192.0.2.1", "fd00::/32"]), trustedProxies: ["::1"] }),
    ],
  ])("accepts %s", async (_name, given) => {
    expect(await messagesOf(wafNoBypass, given)).toEqual([]);
  });

  test("names each range that holds everybody, of monitors and of proxies", async () => {
    const given = release({ ...monitoring(["192.0.2.1", "0.0.0.0/0"]), trustedProxies: ["::/0"] });
    expect(await messagesOf(wafNoBypass, given)).toEqual([
      'Cannot deploy "Release shop": sluice:edge.waf.monitoring[0].from[1] must be a /8 or narrower: got 0.0.0.0/0\n  → name the addresses of the monitors that request /status',
      'Cannot deploy "Release shop": sluice:edge.waf.trustedProxies[0] must be a /32 or narrower: got ::/0\n  → name the addresses of the router\'s pods',
    ]);
  });
});

test("a base stack tells the policies its firewall", async () => {
  const waf = `{ mode: detect, image: "registry.example.org/waf@sha256:${"a".repeat(64)}" }`;
  const [made] = (await base({ edge: `{ waf: ${waf} }` })).filter(({ type }) => type.endsWith(":Release"));
  const given = { type: made?.type ?? "", props: (made?.inputs ?? {}) as Record<string, unknown> };
  expect(await messagesOf(wafBlocks, given, { required: [{ app: "*" }] })).toHaveLength(1);
  expect(await messagesOf(wafBlocks, given, { required: [{ app: "*", mode: "detect" }] })).toEqual([]);
});
