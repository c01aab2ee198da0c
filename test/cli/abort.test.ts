import { abort } from "../../cli/abort";
import type { Ledger } from "../../components/core/ledger/ledger";
import { annotations } from "../../components/core/annotations";
import { attemptOf, before, ledgerOf, released } from "../support/gate";
import { fakeEnvironment } from "./support/fake-cluster";

let mockReading: { series: unknown[]; problems: unknown[] };

jest.mock("../../components/prometheus/source", () => ({
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
    aborted: [released],
  });
  expect(fake.ledger().epoch).toMatch(/^5-/);
  expect(outcome.report).toMatchObject({
    phase: "aborted",
    weight: { from: 5, live: 0 },
    observed: "confirmed",
    warnings: [],
  });
});

test.each([
  ["is damaged", { ledger: "{" }, "Cannot read ledger"],
  ["is gone", {}, "there is none"],
  ["does not answer", { slowLedger: true }, "not read in time"],
])("abort() takes the traffic away when the ledger %s, and warns", async (_name, objects, warning) => {
  const fake = fakeEnvironment({ ...objects, weight: 50, annotations: { [annotations.promoted]: before } });
  const outcome = await abort(fake.context, "drill");
  expect(outcome.exitCode).toBe(0);
  expect(fake.weight()).toBe(0);
  expect(fake.writes.map(({ path }) => kindOf(path))).not.toContain("configmaps");
  expect(JSON.stringify(outcome.report?.["warnings"])).toContain("not in the ledger");
  expect(JSON.stringify(outcome.report?.["warnings"])).toMatch(
    warning === "Cannot read ledger" ? /Cannot read ledger/ : warning,
  );
  // What the base stack rebuilds the ledger from.
  const annotated = fake.writes.find(({ path }) => path.endsWith("/deployments/scholarlink-stable"))?.body;
  expect(JSON.stringify(annotated)).toContain(released);
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

test("abort() says written, not confirmed, while requests still reach the canary, and leaves it running", async () => {
  const sample = (at: number) => [1_000_000 + at, at] as const;
  const samples = Array.from({ length: 100 }, (_, index) => sample(index));
  mockReading = {
    problems: [],
    series: [{ id: "a", target: "a", track: "canary", counters: ["requests"], samples }],
  };
  const fake = fakeEnvironment({ ledger: written({}), weight: 5 });
  const outcome = await abort(fake.context, "drill");
  expect(outcome.exitCode).toBe(6);
  expect(outcome.sentence).toContain("is written, not confirmed: requests still reach the canary");
  expect(fake.weight()).toBe(0);
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
  expect(fake.said.join("\n")).toContain("there is no route");
});
