import { abort } from "../../../cli/abort/abort";
import { attemptOf, before, ledgerOf, released } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [{ query: "q", problem: "away" }] }) }),
}));
// Records are packed by threads, for which no fake clock waits.
jest.mock("../../../components/ledger/attempt-records", () => ({ writeRecord: async () => undefined }));

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const scope = { bootId: "another", pidNamespace: "pid:[1]", processStart: "1" };
const lock = { id: "1", ...scope, pid: 1, stack: "prod", who: "ci@runner", renewal: 0 };

test("abort() of a promotion waits for a run on another machine while it renews its lock, and half a minute longer", async () => {
  const promoting = { phase: "promoting", weight: 100, attempt: attemptOf(["passed"]) } as const;
  const fake = fakeEnvironment({
    ledger: JSON.stringify(ledgerOf({ app: "scholarlink", epoch: "4-abc", ...promoting, lock })),
    weight: 100,
    stableImage: released,
  });
  setTimeout(() => {
    fake.setLedger(JSON.stringify({ ...fake.ledger(), lock: { ...lock, renewal: 1 } }));
  }, 10_000);
  const outcome = abort(fake.context, "drill");
  await jest.advanceTimersByTimeAsync(39_000);
  expect(fake.stableImage()).toBe(before);
  expect(fake.weight()).toBe(100);
  await jest.advanceTimersByTimeAsync(3000);
  expect(fake.weight()).toBe(0);
  await jest.advanceTimersByTimeAsync(600_000);
  expect(await outcome).toMatchObject({ exitCode: 0, report: { phase: "aborted" } });
});
