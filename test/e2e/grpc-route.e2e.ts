import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { applyRoute } from "./support/own-route";
import { watchAnswers } from "./support/watch-answers";

let app: App;

interface Rule {
  readonly backendRefs: readonly { readonly name: string; readonly weight?: number }[];
}

const rules = async (): Promise<readonly Rule[]> =>
  JSON.parse(
    await app.kubectl("get", "grpcroute", "scholarlink", "-o", "jsonpath={.spec.rules}"),
  ) as readonly Rule[];

/** Weights of both tracks in the app's rule. */
const shares = async () =>
  (await rules())
    .find(({ backendRefs: [first] }) => first?.name === "scholarlink-stable")
    ?.backendRefs.map(({ name, weight }) => [name, weight]);

const at = (weight: number) => [
  ["scholarlink-stable", 100 - weight],
  ["scholarlink-canary", weight],
];

const weights = [20, 100].map((weight) => ({ weight, soak: "5s" }));

const beta = { name: "beta", match: { header: "x-beta", prefix: "on" }, soak: "5s" };

/** Health calls of Sluice reach whom the check asks: it does not say "cannot be verified". */
const reached = /probes reach (?:stable \([3-6] of 6\)|both tracks \(stable [3-6] of 6, canary [3-6] of 6\))/;

/** Verdict of the gate's check `path` at the next stage, in words. */
async function lookAtPath(stack: string): Promise<string> {
  const { text } = done(await app.pulumi("preview", "-s", stack, "--diff"));
  return /path: .*/.exec(text)?.[0] ?? text;
}

beforeAll(async () => {
  app = await createApp("grpc", {
    stages: weights,
    traffic: { from: { object: "scholarlink", kind: "GRPCRoute" } },
  });
  await app.kubectl("create", "service", "clusterip", "old", "--tcp=80:80");
  await applyRoute(
    app,
    [
      {
        name: "old",
        matches: [
          { method: { type: "Exact", service: "old.v1.Carts" }, headers: [{ name: "x-v", value: "1" }] },
        ],
        backendRefs: [{ name: "old", port: 80, weight: 7 }],
      },
      { backendRefs: [{ name: "scholarlink", port: 8080 }] },
    ],
    "GRPCRoute",
  );
});

afterAll(async () => {
  await app.remove();
});

test("a good release goes through a GRPCRoute of the user's own to promoted, without one failed request", async () => {
  const [other] = await rules();
  done(await app.up());
  expect(await shares()).toEqual(at(0));
  const load = app.load(100);
  await app.configure(image("v2"));
  done(await app.up());
  const stage = done(await app.up("grpc-canary-20"));
  expect(stage.text).toContain("traffic 0 → 20 %");
  expect(await shares()).toEqual(at(20));
  // Health calls by Sluice's own rules, through the gateway, to both tracks.
  expect(await lookAtPath("grpc-canary-100")).toMatch(reached);
  done(await app.up("grpc-canary-100"));
  expect(await shares()).toEqual(at(100));
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  expect([await shares(), (await rules())[0], (await rules()).length]).toEqual([at(0), other, 5]);
  const report = await load.stop();
  expect([report.failed, report.failures]).toEqual([0, []]);
  expect(report.ok).toBeGreaterThan(1000);
});

inFull(
  "a match takes the requests with its header alone, beside no rule of others that it would take from",
  async () => {
    const { gatewayAddress } = app.sandbox;
    const inside = watchAnswers(gatewayAddress, app.host, { "x-beta": "only" });
    const outside = watchAnswers(gatewayAddress, app.host, { "x-beta": "off" });
    await app.configure(image("v1"), { stages: [beta, ...weights] });
    const patch = JSON.stringify([{ op: "remove", path: "/spec/rules/0" }]);
    await app.kubectl("patch", "grpcroute", "scholarlink", "--type=json", "-p", patch);
    app.load(50);
    done(await app.up());
    const begun = Date.now() / 1000;
    expect(done(await app.up("grpc-canary-beta")).text).toContain("traffic 0 % → a match");
    const asked = Date.now() / 1000;
    await app.until("the canary answers the match", async () => inside.count("v1", asked) > 50);
    expect([inside.count("v2", asked), outside.count("v1", begun)]).toEqual([0, 0]);
    expect(outside.count("v2", begun)).toBeGreaterThan(100);
    expect(await lookAtPath("grpc-canary-20")).toMatch(reached);
    done(await app.sluice("abort", "grpc", "-C", app.folder, "--reason", "by hand"));
    const ended = Date.now() / 1000;
    await app.until("stable answers it again", async () => inside.count("v2", ended) > 50);
    inside.stop();
    outside.stop();
  },
);

inFull("blue-green: health calls pass on the canary at weight 0, and all calls move at once", async () => {
  app.load(100);
  await app.configure(image("v1"), {
    strategy: "blue-green",
    stages: [{ weight: 100, soak: "5s", checksFor: "5s" }],
    checks: [{ name: "health", set: "grpc-health" }],
  });
  done(await app.sluice("retry", "grpc", "-C", app.folder, "--reason", "blue-green"));
  done(await app.up());
  const moved = done(await app.up("grpc-canary-100"));
  expect(moved.text).toMatch(/checks passed on the canary for \d+ s at weight 0/);
  expect(moved.text).toContain("traffic 0 → 100 %");
  done(await app.up());
  expect([(await app.ledger()).phase, await shares()]).toEqual(["promoted", at(0)]);
});
