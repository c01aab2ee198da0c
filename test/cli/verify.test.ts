import { verify } from "../../cli/verify/verify";
import type { Ledger } from "../../components/core/ledger/ledger";
import { attemptOf, ledgerOf } from "../support/gate";
import { fakeEnvironment } from "./support/fake-cluster";

const text = (ledger: Ledger) => JSON.stringify({ ...ledger, app: "scholarlink" });
const ended = (seconds: number) => attemptOf([], { startedAtSeconds: 990_000, endedAtSeconds: seconds });

test("verify() notes and tells what it found; what Prometheus does not count is not fine", async () => {
  const ledger = ledgerOf({ phase: "aborted", attempt: ended(999_000) });
  const fake = fakeEnvironment({ ledger: text(ledger), weight: 0 });
  const outcome = await verify(fake.context, "all");
  expect(outcome).toMatchObject({
    exitCode: 6,
    report: { state: "unknown", points: ["5m", "15m"], recoveredAt: null },
  });
  expect(outcome.sentence?.split("\n")).toEqual([
    "unknown errors 5m: Prometheus gives no count",
    "unknown errors 15m: Prometheus gives no count",
    "fine    pods: 2 of 2 pods of stable are ready, 0 restarts of those that run",
    "scholarlink in prod: nobody can tell whether it recovered: errors 5m: Prometheus gives no count",
  ]);
  expect(fake.ledger().attempt?.verifications).toMatchObject([{ points: ["5m", "15m"], state: "unknown" }]);
  expect(fake.events).toEqual(["VerifyUnknown"]);
  expect(fake.writes.every(({ path }) => path.includes("/configmaps/"))).toBe(true);
});

test("verify() names a check of stable that fails", async () => {
  const ledger = ledgerOf({ phase: "promoted", attempt: ended(999_990) });
  const fake = fakeEnvironment({ ledger: text(ledger), weight: 0 });
  const statement = { kind: "statement", text: "t", owner: "team", expiresSeconds: 0 } as const;
  const check = { name: "read", uses: ["promoted"], timeoutMs: 1000, question: statement } as const;
  const context = { ...fake.context, settings: { ...fake.context.settings, checks: [check] } };
  const { exitCode, sentence } = await verify(context, "all");
  expect(exitCode).toBe(4);
  expect(sentence).toContain('WRONG   check read: check "read" must pass: got no signature of team for "t"');
  expect(sentence).toContain("scholarlink in prod: not as it should be: check read");
  expect(fake.events).toEqual(["VerifyFailed"]);
});

test.each([
  ["a release under way", text(ledgerOf({ weight: 5 })), "got progressing"],
  ["no ledger", undefined, "got none"],
])("verify() refuses %s", async (_, ledger, says) => {
  const fake = fakeEnvironment({ ledger, weight: 0 });
  await expect(verify(fake.context, "5m")).rejects.toMatchObject({
    end: "refused",
    message: expect.stringContaining(says),
  });
});
