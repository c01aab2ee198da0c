import type { RuleHits } from "../../../../components/core/edge/waf-hits";
import { explainWaf, reportWaf, toWafCells } from "../../../../components/core/edge/waf-report";
import { configWith } from "../../../support/environment";

const hit = (parts: Partial<RuleHits> = {}): RuleHits => ({
  track: "canary",
  rule: "942100",
  path: "/search",
  target: "ARGS:q",
  count: 10,
  ...parts,
});
const requests = { stable: 1000, canary: 100 };

test.each<[string, Partial<RuleHits>, string]>([
  ["a rule, its path and part", {}, '{ rule: 942100, path: /search, target: "ARGS:q" }'],
  ["a path with a key", { path: "/papers/*/x" }, '{ rule: 942100, path: /papers/*, target: "ARGS:q" }'],
  ["the root", { path: "/" }, '{ rule: 942100, path: /, target: "ARGS:q" }'],
  ["every path", { path: "/*" }, '{ rule: 942100, target: "ARGS:q" }'],
  ["more paths than are counted", { path: "other", target: "" }, "{ rule: 942100 }"],
  ["a part that no exclusion names", { target: "TX" }, "{ rule: 942100, path: /search }"],
  ["a method", { rule: "10010", target: "REQUEST_METHOD" }, "edge.waf.methods"],
  ["a rule of the engine", { rule: "200004" }, "none"],
  ["a number above the rules'", { rule: "949110" }, "none"],
  ["more rules than are counted", { rule: "other" }, "more rules than are counted apart"],
])("%s is silenced by what fits", (_name, parts, way) => {
  const { rows } = reportWaf({ hits: [hit(parts)], decided: {} }, requests);
  expect(rows.map((row) => row.way)).toEqual([way]);
});

test("every exclusion is one that the environment file takes, once it has an owner and a last day", () => {
  const image = `registry.example.org/waf@sha256:${"a".repeat(64)}`;
  const hits = ["/", "/a.b/~c/*", "/*", "other"].flatMap((path) =>
    ["ARGS:json.q", "REQUEST_HEADERS:User-Agent", "TX", ""].map((target) => hit({ path, target })),
  );
  for (const { exclusion } of reportWaf({ hits, decided: {} }, requests).rows) {
    const text = JSON.stringify({ ...exclusion, owner: "shop", expires: "2030-01-31" });
    const edge = `{ waf: { mode: block, image: "${image}", exclusions: [${text}] } }`;
    expect(configWith({ edge }).edge?.waf?.exclusions).toHaveLength(1);
  }
});

test("the canary's hits stand beside stable's, by share; what the canary has more of comes first", () => {
  const { rows } = reportWaf(
    {
      hits: [
        hit({ rule: "941100", count: 20, track: "stable" }),
        hit({ rule: "941100", count: 2 }),
        hit({ rule: "920350", path: "/b", count: 1 }),
        hit({ rule: "920350", path: "/a", count: 1 }),
        hit({ rule: "920340", path: "/a", count: 1 }),
        hit(),
      ],
      decided: {},
    },
    requests,
  );
  expect(rows.map(toWafCells)).toEqual([
    ["942100", "/search", "ARGS:q", "0", "10 (10 %)", '{ rule: 942100, path: /search, target: "ARGS:q" }'],
    ["920340", "/a", "ARGS:q", "0", "1 (1 %)", '{ rule: 920340, path: /a, target: "ARGS:q" }'],
    ["920350", "/a", "ARGS:q", "0", "1 (1 %)", '{ rule: 920350, path: /a, target: "ARGS:q" }'],
    ["920350", "/b", "ARGS:q", "0", "1 (1 %)", '{ rule: 920350, path: /b, target: "ARGS:q" }'],
    [
      "941100",
      "/search",
      "ARGS:q",
      "20 (2 %)",
      "2 (2 %)",
      '{ rule: 941100, path: /search, target: "ARGS:q" }',
    ],
  ]);
});

test("without requests there are counts and no shares", () => {
  const counts = {
    hits: [hit({ path: "/b" }), hit({ target: "" }), hit({ track: "stable", count: 30, target: "" })],
    decided: {},
  };
  for (const none of [null, { stable: 0, canary: 0 }]) {
    const [row, ...others] = reportWaf(counts, none).rows;
    expect(others).toHaveLength(1);
    expect(row).toMatchObject({ target: null, stable: { hits: 30, share: null }, canary: { share: null } });
    expect(row && toWafCells(row).slice(0, 5)).toEqual(["942100", "/search", "-", "30", "10"]);
  }
});

test("explainWaf() says what was decided, and which track counts nothing", () => {
  expect(explainWaf(reportWaf({ hits: [], decided: { canary: 5 } }, requests), "1h")).toBe(
    "refused, or would have been, in the last 1h: stable has no firewall that Prometheus scrapes, canary 5 (5 %); no rule fired",
  );
  expect(explainWaf(reportWaf({ hits: [hit()], decided: { stable: 0, canary: 5 } }, null), "30m")).toBe(
    "refused, or would have been, in the last 30m: stable 0, canary 5; 1 kind of hits",
  );
});
