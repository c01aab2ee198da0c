import { verify } from "../../cli/verify/verify";
import type { Ledger } from "../../components/core/ledger/ledger";
import { attemptOf, before, ledgerOf, released } from "../support/gate";
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
    "fine    restarts: 0 restarts of pods that restarted since then, at most 5 are borne",
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
  ["promoted", "sluice rollback prod"],
  ["aborted", `sluice rollback prod --to ${before}`],
] as const)(
  "verify() of a stable that is bad after a release was %s names the way back",
  async (phase, way) => {
    const promoted = [{ image: before }, { image: released }];
    const ledger = ledgerOf({ phase, attempt: ended(999_990), promoted });
    const fake = fakeEnvironment({ ledger: text(ledger), weight: 0 });
    const statement = { kind: "statement", text: "t", owner: "team", expiresSeconds: 0 } as const;
    const check = { name: "read", uses: [phase], timeoutMs: 1000, question: statement } as const;
    const context = { ...fake.context, settings: { ...fake.context.settings, checks: [check] } };
    expect((await verify(context, "all")).sentence).toMatch(new RegExp(`\\n *→ ${way}$`));
  },
);

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

test.each([
  ["takes a promoted release back where the configuration says so", 0, 4],
  ["ends as a way back that does not succeed", 3, 3],
] as const)("verify() %s", async (_, code, exitCode) => {
  const ledger = ledgerOf({
    phase: "promoted",
    attempt: ended(999_990),
    promoted: [{ image: before }, { image: released }],
  });
  const fake = fakeEnvironment({ ledger: text(ledger), weight: 0 });
  const statement = { kind: "statement", text: "t", owner: "team", expiresSeconds: 0 } as const;
  const check = { name: "read", uses: ["promoted"], timeoutMs: 1000, question: statement } as const;
  const settings = { ...fake.context.settings, checks: [check] };
  const back = jest.fn(async () => ({ exitCode: code, sentence: "Rolled back", report: { a: 1 } }) as const);
  const told = await verify({ ...fake.context, settings }, "all", back);
  expect(back).not.toHaveBeenCalled();
  expect(told).toMatchObject({ exitCode: 4 });
  const context = { ...fake.context, settings: { ...settings, onVerifyFail: "rollback" as const } };
  expect(await verify(context, "all", back)).toMatchObject({
    exitCode,
    sentence: "Rolled back",
    report: { state: "wrong", rollback: { a: 1, exitCode: code } },
  });
  expect(fake.said.join("\n")).toContain("by verify.onFail: check read");
  // Whoever looks without the right to roll back, such as a run that just ended, only tells.
  expect(await verify(context, "all")).toMatchObject({ exitCode: 4, report: { state: "wrong" } });
  expect(back).toHaveBeenCalledTimes(1);
});

test("verify() says why a release stays that is to be taken back", async () => {
  const ledger = ledgerOf({ phase: "promoted", attempt: ended(999_990), promoted: [{ image: released }] });
  const fake = fakeEnvironment({ ledger: text(ledger), weight: 0 });
  const statement = { kind: "statement", text: "t", owner: "team", expiresSeconds: 0 } as const;
  const check = { name: "read", uses: ["promoted"], timeoutMs: 1000, question: statement } as const;
  const settings = { ...fake.context.settings, checks: [check], onVerifyFail: "rollback" as const };
  const back = jest.fn();
  const { sentence } = await verify({ ...fake.context, settings }, "all", back);
  expect(sentence).toContain("verify.onFail: rollback does nothing: ");
  expect(back).not.toHaveBeenCalled();
});
