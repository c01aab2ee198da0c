import type { WafReport } from "../../components/core/edge/waf-report";
import { startLoad, type Load } from "../../sandbox/load/load";
import { pushWaf } from "../../sandbox/images/waf";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";

const search = "/api/papers?q=select+the+best+union+of+O'Brien";
const attack = "/?q=%3Cscript%3Ealert(1)%3C/script%3E";
let app: App;
let load: Load;
let waf: string;

/** Rules in force, besides the defaults. */
const rules = (more: object = {}) => ({ edge: { waf: { mode: "block", image: waf, ...more } } });

const stages = [
  { weight: 5, soak: "4s" },
  { weight: 100, soak: "4s" },
];

/** At two requests a second 4 s may end before a refusal in two tells. */
const slow = stages.map((one, nth) => (nth === 0 ? { ...one, soak: "1m" } : one));

beforeAll(async () => {
  app = await createApp("waf", { stages });
  waf = await pushWaf(app.sandbox.registryUrl);
  done(await app.up());
  const paths = ["/", search];
  load = startLoad({ address: app.sandbox.gatewayAddress, host: app.host, ratePerSecond: 40, paths });
});

afterAll(async () => {
  await load.stop();
  await app.remove();
});

const ask = async (path: string): Promise<number> =>
  Number(
    await app.exec(
      "curl",
      "-s",
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
      "-H",
      `Host: ${app.host}`,
      `http://${app.sandbox.gatewayAddress}${path}`,
    ),
  );

const openPorts = async (track: string): Promise<string> =>
  await app.kubectl(
    "get",
    "networkpolicy",
    `scholarlink-${track}`,
    "-o",
    "jsonpath={.spec.ingress[*].ports[*].port}",
  );

test("a running service gets its firewall by a release: no user's request is lost, and attacks end there", async () => {
  expect(await openPorts("stable")).toBe("8080 9090");
  expect(await ask(attack)).toBe(200);
  await app.configure(image("v1"), rules());
  done(await app.sluice("rollout", "waf", "-C", app.folder));
  expect(load.snapshot()?.failed).toBe(0);
  expect([await ask(attack), await ask(search)]).toEqual([403, 200]);
  expect([await openPorts("stable"), await openPorts("canary")]).toEqual(["8880 8881", "8880 8881"]);
});

inFull("a rule set that refuses users' requests is taken off at the first stage", async () => {
  await app.configure(image("v1"), { ...rules({ paranoia: { block: 4, detect: 4 } }), stages: slow });
  const rollout = await app.sluice("rollout", "waf", "-C", app.folder);
  expect(rollout.code).toBe(4);
  expect(rollout.text).toContain("waf");
  const { phase, attempt } = await app.ledger();
  expect([phase, attempt?.stages.map(({ verdict }) => verdict?.kind)]).toEqual(["aborted", ["fail"]]);
  expect(await app.weight()).toBe(0);
  const report = await app.sluice("waf", "report", "waf", "-C", app.folder, "--json");
  const [loudest] = (JSON.parse(report.stdout) as WafReport).rows;
  expect(loudest).toMatchObject({
    canary: { hits: expect.any(Number) },
    way: expect.stringContaining("{ rule: "),
  });
  expect(loudest?.canary.share).toBeGreaterThan(loudest?.stable.share ?? 0);
});

const startAttackers = (ratePerSecond: number): Load =>
  startLoad({ address: app.sandbox.gatewayAddress, host: app.host, ratePerSecond, paths: [attack] });

/**
 * Releases another good rule set while attackers ask as well; none of what users ask for fails.
 * @param metrics - judged besides the firewall's own
 */
async function promote(
  threshold: number,
  users: Load,
  attacksPerSecond: number,
  metrics: readonly object[] = [],
): Promise<void> {
  const before = users.snapshot()?.failed;
  const attackers = startAttackers(attacksPerSecond);
  try {
    await app.configure(image("v1"), { ...rules({ threshold }), stages, analysis: { metrics } });
    done(await app.sluice("rollout", "waf", "-C", app.folder));
  } finally {
    await attackers.stop();
  }
  const { sent, failed } = await attackers.done;
  // Each is refused, by whichever rule set it meets.
  expect([sent > 20, failed]).toEqual([true, sent]);
  expect((await app.ledger()).phase).toBe("promoted");
  expect(users.snapshot()?.failed).toBe(before);
}

inFull(
  "a rule set that refuses none of the users' requests is promoted under attacks that both refuse, and none is lost",
  async () => {
    await promote(6, load, 5);
  },
);

inFull("the same at 200 requests per second, where all answers 4xx are judged once more", async () => {
  const { gatewayAddress: address } = app.sandbox;
  const many = startLoad({ address, host: app.host, ratePerSecond: 160, paths: ["/", search] });
  try {
    await app.until(
      "the load under way",
      async () => await Promise.resolve((many.snapshot()?.sent ?? 0) > 400),
    );
    await promote(7, many, 10, [{ name: "client-errors", kind: "client-errors" }]);
    // Both loads of users together.
    expect(many.snapshot()?.failed).toBe(0);
  } finally {
    await many.stop();
  }
});

inFull(
  "every pod of stable is replaced ten times under load, and no request is lost",
  async () => {
    const { gatewayAddress: address } = app.sandbox;
    const before = load.snapshot()?.failed;
    const many = startLoad({ address, host: app.host, ratePerSecond: 160, paths: ["/", search] });
    try {
      for (let round = 0; round < 10; round++) {
        const pods = await app.kubectl("get", "pods", "-l", "sluice.dev/track=stable", "-o", "name");
        for (const pod of pods.split("\n").filter((name) => name !== "")) {
          await app.kubectl("delete", pod);
          await app.kubectl("rollout", "status", "deployment/scholarlink-stable", "--timeout=180s");
        }
      }
      const { sent = 0, failed } = many.snapshot() ?? {};
      expect([sent > 2000, failed, load.snapshot()?.failed]).toEqual([true, 0, before]);
    } finally {
      await many.stop();
    }
  },
  900_000,
);

inFull("a preflight finds a firewall that refuses more than it may", async () => {
  const itemWith = async (refusedRatio: number): Promise<unknown> => {
    await app.configure(image("v1"), { preflight: { refusedRatio } });
    const { stdout } = await app.sluice("preflight", "waf", "-C", app.folder, "--json");
    const { answers } = JSON.parse(stdout) as { readonly answers: readonly { readonly item: string }[] };
    return answers.find(({ item }) => item === "waf");
  };
  // Attackers' requests of the tests before.
  expect(await itemWith(0.0001)).toMatchObject({
    state: "no-go",
    how: "found",
    evidence: expect.stringMatching(/got \d+ of \d+ requests of stable in 24h were refused/),
    fix: expect.stringContaining("sluice waf report waf --since 24h"),
  });
  expect(await itemWith(1)).toMatchObject({ state: "go", how: "found" });
});

inFull(
  "a firewall that refuses from now on is taken off by its answers 4xx, whose count says that they are its own",
  async () => {
    const analysis = { metrics: [] };
    await app.configure(image("v1"), { ...rules({ mode: "detect" }), stages, analysis });
    done(await app.sluice("rollout", "waf", "-C", app.folder));
    expect(await ask(attack)).toBe(200);
    const attackers = startAttackers(20);
    try {
      await app.configure(image("v1"), { ...rules(), stages: slow });
      const rollout = await app.sluice("rollout", "waf", "-C", app.folder);
      expect(rollout.code).toBe(4);
      // Both modes count alike: the metric of the firewall has nothing against it.
      expect(rollout.text).toMatch(
        /Fail: 4xx .* more than 3 times as many .*; the firewall refused, or would have refused, [1-9]\d* and [1-9]\d*\)/,
      );
      expect(await ask(attack)).toBe(200);
    } finally {
      await attackers.stop();
    }
  },
);
