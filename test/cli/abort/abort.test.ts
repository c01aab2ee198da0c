import { abort } from "../../../cli/abort/abort";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { annotations } from "../../../components/core/annotations";
import { attemptOf, before, ledgerOf, released } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";
import type { FakeObjects, Fault } from "../support/fake-cluster";

let mockReading: { series: unknown[]; problems: unknown[] };

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => mockReading }),
}));

beforeEach(() => {
  mockReading = { series: [], problems: [{ query: "q", problem: "Prometheus is away" }] };
});

const written = (changes: Partial<Ledger>): string =>
  JSON.stringify(ledgerOf({ app: "scholarlink", weight: 5, epoch: "4-abc", ...changes }));

const kindOf = (path: string): string => /configmaps|httproutes|deployments/.exec(path)?.[0] ?? path;

test("abort() writes the route before anything else, once, and records why", async () => {
  const fake = fakeEnvironment({ ledger: written({}), weight: 5 });
  const outcome = await abort(fake.context, "checkout is slow");
  expect(outcome.exitCode).toBe(0);
  expect(fake.writes[0]).toMatchObject({
    method: "PATCH",
    path: expect.stringContaining("/httproutes/scholarlink"),
  });
  expect(fake.writes.filter(({ path }) => path.includes("httproutes"))).toHaveLength(1);
  expect(fake.weight()).toBe(0);
  expect(fake.ledger()).toMatchObject({
    phase: "aborted",
    weight: 0,
    attempt: { endReason: "checkout is slow" },
    aborted: [{ image: released }],
  });
  expect(fake.ledger().epoch).toMatch(/^5-/);
  expect(outcome.report).toMatchObject({
    phase: "aborted",
    weight: { from: 5, live: 0 },
    observed: "confirmed",
    warnings: [],
  });
});

const patience = { waitMs: 20, awaySeconds: 20 };
const impatience = { waitMs: 20, awaySeconds: 0.01 };
const isLedger = (path: string): boolean => path.includes("/configmaps/");
const isRoute = (path: string): boolean => path.includes("/httproutes/");

/** The same fault for the first requests of a kind. */
function firstly(
  times: number,
  fault: Fault,
  fits: (method: string, path: string) => boolean,
): NonNullable<FakeObjects["fault"]> {
  let left = times;
  return (method, path) => (fits(method, path) && left-- > 0 ? fault : undefined);
}

test.each<[string, FakeObjects, RegExp]>([
  ["is damaged", { ledger: "{" }, /not in the ledger: Cannot read ledger/],
  ["is gone", {}, /not in the ledger: there is none/],
  [
    "does not answer",
    { ledger: written({}), fault: (_, path) => (isLedger(path) ? { status: 503 } : undefined) },
    /not in the ledger: .*HTTP 503/,
  ],
])("abort() takes the traffic away when the ledger %s, and warns", async (_name, objects, warning) => {
  const fake = fakeEnvironment({ ...objects, weight: 50, annotations: { [annotations.promoted]: before } });
  const outcome = await abort(fake.context, "drill", impatience);
  expect(outcome.exitCode).toBe(0);
  expect(fake.weight()).toBe(0);
  expect(fake.writes.map(({ path }) => kindOf(path))).not.toContain("configmaps");
  expect(String(outcome.report?.["warnings"])).toMatch(warning);
  // Facts that the base stack rebuilds the ledger from.
  const annotated = fake.writes.find(({ path }) => path.endsWith("/deployments/scholarlink-stable"))?.body;
  expect(JSON.stringify(annotated)).toContain(released);
  expect(fake.zeroReason()).toEqual({ kind: "abort", reason: "drill" });
});

test("abort() that could not wait for the ledger names no attempt, and records in the ledger as it is by then", async () => {
  const fault: FakeObjects["fault"] = (method, path) =>
    method === "GET" && isLedger(path) ? { lateMs: 100 } : undefined;
  const fake = fakeEnvironment({ ledger: written({}), weight: 5, fault });
  const outcome = await abort(fake.context, "drill", patience);
  expect(outcome).toMatchObject({ exitCode: 0, report: { phase: "aborted", warnings: [] } });
  expect(kindOf(fake.writes[0]?.path ?? "")).toBe("httproutes");
  expect(fake.zeroReason()).toEqual({ kind: "abort", reason: "drill" });
  expect(fake.ledger()).toMatchObject({
    phase: "aborted",
    weight: 0,
    attempt: { number: 3, endReason: "drill" },
  });
});

test("abort() of a promotion whose ledger is late waits for it, since stable has to go back first", async () => {
  const fault: FakeObjects["fault"] = (method, path) =>
    method === "GET" && isLedger(path) ? { lateMs: 60 } : undefined;
  const ledger = written({ phase: "promoting", weight: 100, attempt: attemptOf(["passed"]) });
  const noted = { [annotations.promoted]: before };
  const fake = fakeEnvironment({ ledger, weight: 100, stableImage: released, annotations: noted, fault });
  expect((await abort(fake.context, "wrong release", patience)).exitCode).toBe(0);
  const order = fake.writes.map(({ path }) => kindOf(path));
  expect(order.indexOf("configmaps")).toBeLessThan(order.indexOf("deployments"));
  expect(order.indexOf("deployments")).toBeLessThan(order.indexOf("httproutes"));
  expect(fake.stableImage()).toBe(before);
});

test.each<[string, NonNullable<FakeObjects["fault"]>]>([
  [
    "the answer to its write is lost",
    firstly(1, "answerLost", (method, path) => method === "PATCH" && isRoute(path)),
  ],
  [
    "its write is answered 429",
    firstly(2, { status: 429 }, (method, path) => method === "PATCH" && isRoute(path)),
  ],
  [
    "the route is answered 503",
    firstly(2, { status: 503 }, (method, path) => method === "GET" && isRoute(path)),
  ],
  [
    "the ledger is answered 503",
    firstly(2, { status: 503 }, (method, path) => method === "PUT" && isLedger(path)),
  ],
  [
    "the answer to its record is lost",
    firstly(1, "answerLost", (method, path) => method === "PUT" && isLedger(path)),
  ],
  ["its pods are answered 500", firstly(1, { status: 500 }, (_, path) => path.includes("-canary"))],
])("abort() tries again where %s: weight 0 is written once and recorded once", async (_name, fault) => {
  const fake = fakeEnvironment({ ledger: written({}), weight: 5, fault });
  const outcome = await abort(fake.context, "drill", patience);
  expect(outcome).toMatchObject({ exitCode: 0, report: { phase: "aborted", weight: { from: 5, live: 0 } } });
  expect(fake.writes.filter(({ path }) => isRoute(path))).toHaveLength(1);
  expect(fake.writes.filter(({ path }) => isLedger(path))).toHaveLength(1);
  expect(fake.ledger()).toMatchObject({ phase: "aborted", weight: 0, moves: [{ from: 5, to: 0 }] });
  expect(fake.ledger().epoch).toMatch(/^5-/);
});

test("abort() says so when the API server stays away from its write", async () => {
  const fault: FakeObjects["fault"] = (method, path) =>
    method === "PATCH" && isRoute(path) ? { status: 503 } : undefined;
  const fake = fakeEnvironment({ ledger: written({}), weight: 5, fault });
  await expect(abort(fake.context, "drill", impatience)).rejects.toThrow("HTTP 503");
  expect(fake.weight()).toBe(5);
});

test("abort() leaves the canary's pods where they cannot be scaled, and warns", async () => {
  const fault: FakeObjects["fault"] = (_, path) => (path.endsWith("-canary") ? { status: 500 } : undefined);
  const fake = fakeEnvironment({ ledger: written({}), weight: 5, fault });
  const outcome = await abort(fake.context, "drill", impatience);
  expect(outcome).toMatchObject({
    exitCode: 0,
    report: { warnings: [expect.stringContaining("the canary's pods were left: ")] },
  });
});

test("abort() bumps the epoch even at weight 0 when the ledger cannot be trusted: a shift may be about to write", async () => {
  const fake = fakeEnvironment({ ledger: "{", weight: 0, annotations: { [annotations.promoted]: before } });
  expect((await abort(fake.context, "drill")).exitCode).toBe(0);
  expect(fake.writes[0]?.path).toContain("/httproutes/");
});

test("abort() of a promotion records it, puts stable back, and only then takes the traffic away", async () => {
  const promoting = written({ phase: "promoting", weight: 100, attempt: attemptOf(["passed"]) });
  const fake = fakeEnvironment({ ledger: promoting, weight: 100, stableImage: released });
  const outcome = await abort(fake.context, "wrong release");
  expect(outcome.exitCode).toBe(0);
  const order = fake.writes.map(({ path }) => kindOf(path));
  expect(order.indexOf("configmaps")).toBeLessThan(order.indexOf("deployments"));
  expect(order.indexOf("deployments")).toBeLessThan(order.indexOf("httproutes"));
  expect(fake.stableImage()).toBe(before);
  expect(fake.weight()).toBe(0);
  expect(fake.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
});

/** Requests of the canary, one a second, whatever the route says. */
function keepComing(): void {
  const sample = (at: number) => [1_000_000 + at, at] as const;
  const samples = Array.from({ length: 300 }, (_, index) => sample(index));
  mockReading = {
    problems: [],
    series: [{ id: "a", target: "a", track: "canary", counters: ["requests"], samples }],
  };
}

test("abort() takes the second lever where the router does not follow weight 0, and leaves the canary running", async () => {
  keepComing();
  const fake = fakeEnvironment({ ledger: written({}), weight: 5 });
  const outcome = await abort(fake.context, "drill");
  expect(outcome.exitCode).toBe(6);
  expect(outcome.sentence).toMatch(
    /not in force: weight 0 is written, and 30 s later new requests still reach/,
  );
  expect(fake.weight()).toBe(0);
  expect(fake.selector()).toBe("stable");
  expect(fake.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
  expect(fake.writes.some(({ path }) => path.endsWith("/scale"))).toBe(false);
});

test("abort() says written, not confirmed, while requests still reach the canary and stable cannot carry everything", async () => {
  keepComing();
  const fake = fakeEnvironment({ ledger: written({}), weight: 5, stablePods: 1 });
  const outcome = await abort(fake.context, "drill");
  expect(outcome.exitCode).toBe(6);
  expect(outcome.sentence).toContain("is written, not confirmed: requests still reach the canary");
  expect(fake.said.join("\n")).toContain(
    "stable has 1 of the 2 ready pods that carry everything: no second lever",
  );
  expect(fake.weight()).toBe(0);
  expect(fake.selector()).toBe("canary");
  expect(fake.ledger().phase).toBe("aborted");
  expect(fake.writes.some(({ path }) => path.endsWith("/scale"))).toBe(false);
});

test("abort() refuses where nothing is under way, and writes nothing", async () => {
  const fake = fakeEnvironment({ ledger: written({ phase: "promoted", weight: 0 }), weight: 0 });
  const outcome = await abort(fake.context, "drill");
  expect(outcome).toMatchObject({ exitCode: 3, sentence: expect.stringContaining("sluice rollback") });
  expect(fake.writes).toEqual([]);
});

test("abort() of an aborted release writes no route again", async () => {
  const fake = fakeEnvironment({ ledger: written({ phase: "aborted", weight: 0 }), weight: 0 });
  expect((await abort(fake.context, "drill")).exitCode).toBe(0);
  expect(fake.writes).toEqual([]);
});

test("abort() without a route records it: no traffic reaches the canary", async () => {
  const fake = fakeEnvironment({ ledger: written({}) });
  const outcome = await abort(fake.context, "drill");
  expect(outcome.exitCode).toBe(0);
  expect(fake.ledger().phase).toBe("aborted");
  expect(fake.said.join("\n")).toContain("route does not exist");
});

test("abort() touches nothing where the ledger is another environment's", async () => {
  const fake = fakeEnvironment({ ledger: written({ environment: "live" }), weight: 50 });
  await expect(abort(fake.context, "drill")).rejects.toThrow(
    'got that of app "scholarlink" in environment "live"',
  );
  expect(fake.writes).toEqual([]);
  expect(fake.weight()).toBe(50);
});
