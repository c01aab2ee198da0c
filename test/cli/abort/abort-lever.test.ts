import { abort } from "../../../cli/abort/abort";
import { annotations } from "../../../components/core/annotations";
import { leverAnnotation } from "../../../components/core/lever/service";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { ledgerOf, released } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";
import type { Fault } from "../support/fake-cluster";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [{ query: "q", problem: "away" }] }) }),
}));

const written = (changes: Partial<Ledger> = {}): string =>
  JSON.stringify(ledgerOf({ app: "scholarlink", weight: 20, epoch: "4-abc", ...changes }));
const patience = { waitMs: 20, awaySeconds: 2 };
const isRoute = (method: string, path: string): boolean =>
  method === "PATCH" && path.includes("/httproutes/");
const isService = (method: string, path: string): boolean =>
  method === "PATCH" && path.includes("/services/");

const webhook: Fault = {
  status: 500,
  message:
    'Internal error occurred: failed calling webhook "route-rules.example.org": service "nobody" not found',
};
const denied: Fault = { status: 403, message: "admission webhook denied the request" };

test.each([
  ["a webhook is away", webhook],
  ["the write is denied", denied],
])("abort() takes the second lever where %s, and says so: weight 0 is not written", async (_name, fault) => {
  const fake = fakeEnvironment({
    ledger: written(),
    weight: 20,
    fault: (method, path) => (isRoute(method, path) ? fault : undefined),
  });
  const outcome = await abort(fake.context, "checkout is slow", patience);
  expect(outcome.exitCode).toBe(6);
  expect(outcome.sentence).toMatch(
    /not in force.*was refused.*Service scholarlink-canary selects stable's pods, and the endpoints/,
  );
  expect(outcome.sentence).not.toMatch(/all traffic of .* is on stable/);
  expect(outcome.report).toMatchObject({
    weight: { from: 20, live: 20 },
    writtenAt: null,
    lever: { seen: true },
  });
  expect(fake.weight()).toBe(20);
  expect(fake.selector()).toBe("stable");
  expect(
    JSON.parse(fake.service("scholarlink-canary")?.metadata.annotations?.[leverAnnotation] ?? ""),
  ).toMatchObject({
    kind: "abort",
    reason: "checkout is slow",
    because: expect.stringContaining("was refused"),
  });
  expect(fake.ledger()).toMatchObject({
    phase: "aborted",
    weight: 20,
    epoch: "4-abc",
    aborted: [{ image: released }],
    attempt: { endReason: "checkout is slow" },
  });
  expect(fake.writes.some(({ path }) => path.endsWith("/scale"))).toBe(false);
});

test("abort() again, when the route can be written, writes weight 0 and leaves the lever to the base stack", async () => {
  let away = true;
  const fake = fakeEnvironment({
    ledger: written(),
    weight: 20,
    fault: (method, path) => (away && isRoute(method, path) ? webhook : undefined),
  });
  await abort(fake.context, "drill", patience);
  away = false;
  const outcome = await abort(fake.context, "drill", patience);
  expect(outcome.exitCode).toBe(0);
  expect(fake.weight()).toBe(0);
  expect(fake.selector()).toBe("stable");
  expect(fake.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
});

test("abort() that is refused twice tries both again, then names who refused and the commands", async () => {
  const fake = fakeEnvironment({
    ledger: written(),
    weight: 20,
    fault: (method, path) =>
      isRoute(method, path)
        ? webhook
        : isService(method, path)
          ? { status: 403, message: "no right" }
          : undefined,
  });
  const refusal = (await abort(fake.context, "drill", patience).catch((error: unknown) => error)) as Error;
  expect(refusal).toMatchObject({ end: "inconclusive" });
  expect(refusal.message).toMatch(
    /it still has 20 %.*route-rules\.example\.org.*second lever is refused too.*no right/,
  );
  expect(refusal.message).toMatch(/patch httproutes scholarlink --type json/);
  expect(refusal.message).toMatch(/patch service scholarlink-canary --type merge/);
  expect(fake.selector()).toBe("canary");
  expect(fake.weight()).toBe(20);
  expect(fake.ledger().phase).toBe("progressing");
});

test("abort() never sends everything to a stable that cannot carry it, and advises nobody to", async () => {
  const fake = fakeEnvironment({
    ledger: written(),
    weight: 20,
    stablePods: 1,
    fault: (method, path) => (isRoute(method, path) ? webhook : undefined),
  });
  const refusal = (await abort(fake.context, "drill", patience).catch((error: unknown) => error)) as Error;
  expect(refusal.message).toMatch(/stable has 1 of the 2 ready pods that carry everything: no second lever/);
  expect(refusal.message).not.toMatch(/patch service/);
  expect(fake.selector()).toBe("canary");
});

test.each<[string, Fault, number]>([
  ["refused once", denied, 1],
  ["answered 429 three times", { status: 429 }, 3],
  ["answered 503 three times", { status: 503 }, 3],
  ["lost twice", { status: 0 }, 2],
])("an ordinary abort whose write is %s never takes the lever", async (_name, fault, times) => {
  let left = times;
  const fake = fakeEnvironment({
    ledger: written(),
    weight: 20,
    annotations: { [annotations.promoted]: released },
    fault: (method, path) => (isRoute(method, path) && left-- > 0 ? fault : undefined),
  });
  const outcome = await abort(fake.context, "drill", { waitMs: 20, awaySeconds: 20 });
  expect(outcome.exitCode).toBe(0);
  expect(fake.selector()).toBe("canary");
  expect(fake.writes.some(({ path }) => path.includes("/services/"))).toBe(false);
});

test("abort() leaves out the canary's backend where its Service does not exist", async () => {
  const fake = fakeEnvironment({
    ledger: written(),
    weight: 20,
    fault: (method, path) =>
      method === "GET" && path.endsWith("/services/scholarlink-canary") ? { status: 404 } : undefined,
  });
  expect((await abort(fake.context, "drill", patience)).exitCode).toBe(0);
  expect(fake.rules()?.[0]?.backendRefs).toEqual([
    expect.objectContaining({ name: "scholarlink-stable", weight: 100 }),
  ]);
});
