import { describeReport } from "../../../../components/core/report/describe-report";
import { listFacts } from "../../../../components/core/report/facts-table";
import { recordOf } from "../../../../components/core/report/record";
import type { Attempt } from "../../../../components/core/ledger/ledger";
import { ledgerOf, ledgerWithoutAttempt, released } from "../../../support/gate";
import { begunAtSeconds, failedStage, passedStage, recordWith } from "../../../support/report";

const settings = { cluster: { context: "prod-eu", uid: "u" }, namespace: "shop" };

const describeWith = (record = recordWith()) =>
  describeReport({ settings, record, nowSeconds: begunAtSeconds + 3600 });

test("describeReport() tells an attempt that was taken back: outcome, failures, time, the way on", () => {
  const report = describeWith();
  expect(report).toMatchObject({
    attempt: 3,
    outcome: "aborted",
    headline:
      "app in prod, attempt 3: taken back after 9m; 50 requests failed on the canary, about 931 more were avoided",
    endReason: "fail: too many errors",
    startedAt: "2026-01-01T10:00:00.000Z",
    endedAt: "2026-01-01T10:09:00.000Z",
    harm: { served: 50, avoided: 931 },
    cost: { totalSeconds: 540, judgedSeconds: 480, pausedSeconds: 0 },
    waived: ["order (1 → 5 %)"],
    changes: null,
    commit: null,
    startedBy: null,
    traces: null,
  });
  expect(report.commands[0]).toBe("sluice retry prod --reason TEXT");
  expect(report.commands.at(-1)).toContain("logs deployment/app-canary");
});

test("describeReport() has the error budgets as they are now, which its facts tell", () => {
  const budget = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 } as const;
  const budgets = [{ ...budget, kind: "known", remaining: 0.25 } as const];
  const report = describeReport({ settings, record: recordWith(), budgets, nowSeconds: begunAtSeconds });
  expect(report.budgets).toEqual(budgets);
  expect(listFacts(report).at(-1)).toEqual(["Error budget now", "availability 99.9 % over 30d: 25 % left"]);
  expect(listFacts(describeWith()).map(([name]) => name)).not.toContain("Error budget now");
});

test("describeReport() links to the present where an attempt still runs", () => {
  const links = [{ name: "Traces", url: "https://t/?to={toMs}" }];
  const { endedAtSeconds: _, ...attempt } = recordWith().attempt;
  const record = { ...recordWith(), attempt, phase: "progressing" as const };
  const told = { ...settings, contacts: { links } };
  expect(describeReport({ settings: told, record, nowSeconds: begunAtSeconds + 3600 }).links).toEqual([
    { name: "Traces", url: `https://t/?to=${(begunAtSeconds + 3660) * 1000}` },
  ]);
});

test("describeReport() lists moves, stages, pauses and who, oldest first, and none of the attempt before", () => {
  const resumed = { atSeconds: begunAtSeconds + 240, who: "ben", reason: "over" };
  const pauses = [{ atSeconds: begunAtSeconds + 120, who: "anna", reason: "a sale", resumed }];
  const report = describeWith(recordWith({ startReason: "fixed", startedBy: "anna@laptop", pauses }));
  const lines = report.timeline.map(({ at, what, who }) => `${at.slice(11, 16)} ${what} by ${who}`);
  expect(lines).toEqual([
    expect.stringMatching(/^10:00 release of .* begins \(fixed\) by anna@laptop$/),
    "10:01 stage 1 % begins: soak of at least 1m by null",
    "10:01 traffic 0 → 1 %: gate passed by prod-canary-1 (anna@laptop)",
    "10:02 paused: a sale by anna",
    "10:04 resumed: over by ben",
    "10:06 stage 1 % passed: 0 of 100 canary requests failed by null",
    "10:06 stage 5 % begins: soak of at least 1m by null",
    "10:06 traffic 1 → 5 %: gate passed by prod-canary-1",
    "10:09 stage 5 % failed: 50 of 100 canary requests failed by null",
    "10:09 traffic 5 → 0 %: fail: too many errors by sluice abort",
    "10:09 attempt aborted: fail: too many errors by null",
  ]);
  expect(report.cost.pausedSeconds).toBe(120);
});

test("describeReport() has the preflight, and what people signed off for it", () => {
  const at = {
    version: { image: released },
    checklist: "canary",
    who: "anna",
    atSeconds: begunAtSeconds - 60,
  };
  const preflight = { ...at, isGo: true, open: [], untilSeconds: begunAtSeconds };
  const signed = ["snapshot signed off by ben: https://x.org"];
  const tell = (one: NonNullable<Attempt["preflight"]>) =>
    describeWith(recordWith({ preflight: one })).timeline.slice(0, 2);
  expect(tell({ ...preflight, signed })).toEqual([
    { at: "2026-01-01T09:59:00.000Z", what: "preflight canary: go", who: "anna" },
    { at: "2026-01-01T09:59:00.000Z", what: signed[0], who: null },
  ]);
  expect(tell({ ...preflight, isGo: false, open: ["waf", "keys"] })[0]?.what).toBe(
    "preflight canary: no-go: waf, keys",
  );
});

test("describeReport() lists approvals, and what was found of stable after the end", () => {
  const approval = { stage: "5", version: "v", settings: "s", who: "ben", reason: "looks well" };
  const approvals = [
    { ...approval, atSeconds: begunAtSeconds + 300 },
    { ...approval, atSeconds: begunAtSeconds + 330, as: "owner" },
    { ...approval, atSeconds: begunAtSeconds + 360, waives: ["checks"] },
  ];
  const verifications = [{ points: ["15m"], atSeconds: begunAtSeconds + 1500, state: "fine" as const }];
  const { timeline } = describeWith(recordWith({ approvals, verifications }));
  const told = timeline.map(({ what, who }) => `${what} by ${who}`);
  expect(told).toEqual(
    expect.arrayContaining([
      "stage 5 approved: looks well by ben",
      "stage 5 approved as owner: looks well by ben",
      "stage 5 approved, without checks: looks well by ben",
      "stable looked at, 15m: fine by null",
    ]),
  );
});

test("describeReport() tells of the database: backup, migration, a person's way back", () => {
  const at = (minutes: number) => ({ atSeconds: begunAtSeconds + 60 * minutes });
  const database = {
    attempt: 3,
    image: released,
    reversible: false,
    backup: { name: "b", state: "verified", ...at(1) },
    migration: { state: "failed", ...at(2) },
    back: { way: "restore", state: "done", who: "anna", ...at(3) },
  } as const;
  const { timeline, database: line } = describeWith({ ...recordWith(), database });
  expect(line).toMatch(
    /^migration of attempt 3 .*failed at .*backup "b" verified at .*restore by anna is done/,
  );
  expect(timeline.map(({ what, who }) => `${what} by ${who}`)).toEqual(
    expect.arrayContaining([
      'backup "b" of the database verified by null',
      "migration failed by null",
      "restore of the database done by anna",
    ]),
  );
  expect(describeWith().database).toBeNull();
  expect(recordOf(ledgerOf({ database }))).toMatchObject({ database });
  expect(recordOf(ledgerOf({ database: { ...database, attempt: 2 } }))).not.toHaveProperty("database");
});

test("describeReport() tells a promoted attempt, and the way back", () => {
  const record = recordWith(
    {
      stages: [passedStage],
      endReason: "promoted",
      changes: ["image"],
      checkout: { commit: "abc", changed: true },
    },
    { phase: "promoted" },
  );
  const report = describeWith(record);
  expect(report.headline).toMatch(/is stable after 9m$/);
  expect(report.commands).toEqual(["sluice rollback prod"]);
  expect(report.commit).toBe("abc with changed files");
  expect(report.timeline.at(-1)?.what).toBe("attempt promoted");
  expect(describeWith(recordWith({ kind: "first" }, { phase: "promoted" })).commands).toEqual([]);
});

test("describeReport() tells an attempt that runs by its latest points", () => {
  const { verdict: _, endedAtSeconds: __, ...soaking } = failedStage;
  const stages = [{ ...soaking, phase: "soaking" as const }];
  const running = recordWith({ stages, pauses: [{ atSeconds: begunAtSeconds, who: "a", reason: "b" }] });
  const { endedAtSeconds: ___, endReason: ____, ...attempt } = running.attempt;
  const record = {
    ...running,
    attempt: { ...attempt, checkout: { commit: "abc", changed: false } },
    phase: "progressing" as const,
  };
  const report = describeWith(record);
  expect(report).toMatchObject({
    headline: "app in prod, attempt 3: progressing at 0 % since 1h",
    harm: { served: 30, avoided: 588 },
    endedAt: null,
    commit: "abc",
    commands: ["sluice status prod"],
  });
});

test("describeReport() counts nothing where nothing was judged", () => {
  const report = describeWith(recordWith({ stages: recordWith().attempt.stages.slice(2) }));
  expect(report.harm).toEqual({ served: 0, avoided: 0 });
  expect(report.headline).toBe(
    "app in prod, attempt 3: taken back after 9m; 0 requests failed on the canary",
  );
});

test("recordOf() has nothing where no attempt was made", () => {
  expect(recordOf(ledgerWithoutAttempt())).toBeUndefined();
});
