import * as fc from "fast-check";
import { abort } from "../../../cli/abort/abort";
import { ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";
import type { Fault } from "../support/fake-cluster";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [{ query: "q", problem: "away" }] }) }),
}));
// Nothing is gained by real pauses.
jest.mock("../../../components/traffic/wait", () => ({
  ...jest.requireActual<object>("../../../components/traffic/wait"),
  sleep: async () => await Promise.resolve(),
}));

const ledger = JSON.stringify(ledgerOf({ app: "scholarlink", weight: 5, epoch: "4-abc" }));

/** Fate of one request; a conflict is one of a write only. */
type Fate = "well" | "answerLost" | "conflict" | 0 | 429 | 500 | 503 | 504;
const fate = fc.constantFrom<Fate>("well", "well", "answerLost", "conflict", 0, 429, 500, 503, 504);

function toFault(one: Fate, method: string): Fault | undefined {
  if (one === "well") return undefined;
  if (one === "answerLost") return one;
  if (one === "conflict") return method === "GET" || method === "POST" ? undefined : { status: 409 };
  return { status: one };
}

/** Aborts while requests meet their fates in turn; after the last one all goes well. */
async function run(fates: readonly Fate[]) {
  const left = [...fates];
  const fault = (method: string, path: string) =>
    path.includes("/events") ? undefined : toFault(left.shift() ?? "well", method);
  const fake = fakeEnvironment({ ledger, weight: 5, canaryReplicas: 1, fault });
  const { traffic, ...settings } = fake.context.settings;
  const quick = { ...settings, traffic: { ...traffic, propagationSeconds: 0.01, drainSeconds: 0.01 } };
  const outcome = await abort({ ...fake.context, settings: quick }, "drill", { waitMs: 20, awaySeconds: 30 });
  return { fake, outcome };
}

test("an abort takes the traffic away and records it, once, whatever becomes of its requests", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { maxLength: 30, size: "max" }), async (fates) => {
      const { fake, outcome } = await run(fates);
      expect(fake.weight()).toBe(0);
      expect(fake.ledger()).toMatchObject({ phase: "aborted", weight: 0, attempt: { endReason: "drill" } });
      expect(fake.ledger().moves).toHaveLength(1);
      expect(fake.writes.filter(({ path }) => path.includes("/httproutes/"))).toHaveLength(1);
      expect(outcome.exitCode).toBe(0);
      expect(outcome.report?.["warnings"]).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
