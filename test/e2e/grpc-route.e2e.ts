import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { applyRoute } from "./support/own-route";

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
