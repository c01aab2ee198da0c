import { printProblems } from "../../../../components/core/problem";
import { weightStage } from "../../../../components/core/stage/exposure";
import { describeStatus, explainStatus } from "../../../../components/core/commands/explain-ledger";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import type { StatusFacts } from "../../../../components/core/commands/status";
import {
  A,
  B,
  attempt,
  foreignRule,
  ledger,
  lock,
  now,
  passed,
  route,
  running,
  track,
  verdict,
} from "../release/world";
import { given, move, none, soaking } from "../release/status-facts";

describe("describeStatus()", () => {
  test("has everything that a machine asks for", () => {
    const stage = soaking.attempt?.stages[1];
    const record = {
      ...soaking,
      attempt: attempt(B, { stages: [{ ...stage!, verdict: verdict("inconclusive") }] }),
    };
    expect(describeStatus(given({ ledger: record }))).toEqual({
      environment: "prod",
      app: "shop",
      phase: "progressing",
      attempt: 2,
      kind: "release",
      release: B,
      revision: null,
      changes: [],
      startedAt: "2027-01-15T07:58:20.000Z",
      endedAt: null,
      endReason: null,
      stableImage: A,
      canaryImage: B,
      stableRevision: null,
      canaryRevision: null,
      weight: { ledger: 50, live: 50, observed: 49.72 },
      unwatchedSince: "2027-01-15T07:59:00.000Z",
      watcher: null,
      watchdog: null,
      stages: [{ ...weightStage(50), phase: "soaking", verdict: verdict("inconclusive") }],
      lock: null,
      note: null,
      paused: null,
      trials: [],
      database: null,
      budgets: null,
      problems: [],
      byHand: null,
      next: ["sluice rollout prod", "pulumi up -s prod-canary-50", "sluice abort prod --reason TEXT"],
      promoted: [{ image: A }],
      earlier: [],
      moves: [move],
    });
  });

  test("says null for what is not there", () => {
    expect(describeStatus(given({ ...none, observedPercent: undefined }))).toMatchObject({
      phase: null,
      attempt: null,
      kind: null,
      release: null,
      startedAt: null,
      stableImage: null,
      canaryImage: null,
      weight: { ledger: null, live: null, observed: null },
      unwatchedSince: null,
      stages: [],
      problems: [],
      next: ["sluice rollout prod"],
      promoted: [],
    });
  });

  test("names the holder of the lock and whether it lives", () => {
    const ledgerWithLock = { ...soaking, lock };
    for (const alive of [true, false] as const) {
      expect(describeStatus(given({ ledger: ledgerWithLock, lockAlive: alive })).lock).toEqual({
        stack: "prod-canary-50",
        who: "ann@build",
        alive,
      });
    }
    expect(describeStatus(given({ ledger: ledgerWithLock })).lock?.alive).toBeNull();
  });

  test.each<[string, Partial<StatusFacts>, string]>([
    ["drift", { route: route(80) }, "live weight is 80 %, the ledger has 50 %"],
    [
      "missing objects",
      { canary: undefined, route: undefined },
      "missing: canary, route\n  → `pulumi up --refresh -s prod`",
    ],
    [
      "what the router says",
      { route: route(50, "1-e", { readiness: { kind: "refused", text: "no backend", fix: "x" } }) },
      "no backend",
    ],
    [
      "a damaged route",
      { route: route(50, "1-e", { damage: { text: "no rule", fix: "run up", restorable: true } }) },
      "no rule\n  → run up",
    ],
    [
      "a rule of others beside a write that is not recorded",
      {
        ledger: running(50, "shifting", {
          weight: 1,
          intent: { from: 1, to: 50, epoch: "2-f", atSeconds: now, by: "x" },
        }),
        route: route(100, "2-f", { foreign: { written: 50, rules: [foreignRule()] } }),
      },
      "no rule of others may reach the canary: got HTTPRoute shop/other spec.rules[0] sends 100 %",
    ],
    [
      "a damaged ledger",
      { ledger: undefined, ledgerProblem: "no JSON" },
      "the ledger cannot be read: no JSON",
    ],
  ])("lists %s as a problem", (_name, change, says) => {
    const { problems } = describeStatus(given(change));
    expect(problems).toHaveLength(1);
    expect(printProblems(problems)).toContain(says);
  });

  test.each<[string, Ledger, boolean | undefined, readonly string[]]>([
    ["promoted", ledger(), undefined, ["commit the next release, then sluice rollout prod"]],
    [
      "promoted with an earlier release",
      ledger({ promoted: [{ image: A }, { image: B }] }),
      undefined,
      ["commit the next release, then sluice rollout prod", "sluice rollback prod"],
    ],
    [
      "aborted",
      ledger({ phase: "aborted" }),
      undefined,
      ["commit another version, then sluice rollout prod", "sluice retry prod --reason TEXT"],
    ],
    [
      "aborted with an earlier release",
      ledger({ phase: "aborted", promoted: [{ image: A }, { image: B, revision: "2222222222" }] }),
      undefined,
      [
        "commit another version, then sluice rollout prod",
        "sluice retry prod --reason TEXT",
        `where stable is bad, too: sluice rollback prod --to ${A}`,
      ],
    ],
    ["passed", passed(), undefined, ["pulumi up -s prod", "sluice abort prod --reason TEXT"]],
    [
      "promoting",
      passed({ phase: "promoting" }),
      undefined,
      ["pulumi up -s prod", "sluice abort prod --reason TEXT"],
    ],
    [
      "promoting with all traffic on stable",
      passed({ phase: "promoting", weight: 0 }),
      undefined,
      ["pulumi up -s prod", "sluice rollback prod"],
    ],
    [
      "a first deploy",
      ledger({ phase: "promoting", attempt: attempt(B, { kind: "first" }) }),
      undefined,
      ["pulumi up -s prod"],
    ],
    [
      "rebuilt",
      ledger({ phase: "held", weight: 5, attempt: attempt(B, { stages: [] }) }),
      undefined,
      ["sluice abort prod --reason TEXT"],
    ],
    [
      "rebuilt without an attempt",
      ledger({ phase: "held", weight: 5 }),
      undefined,
      ["sluice abort prod --reason TEXT"],
    ],
    [
      "locked",
      passed({ lock }),
      undefined,
      ["wait for prod-canary-50", "pulumi up -s prod", "sluice abort prod --reason TEXT"],
    ],
    [
      "locked by a dead process",
      passed({ lock }),
      false,
      ["pulumi up -s prod", "sluice abort prod --reason TEXT"],
    ],
  ])("says what to do next: %s", (_name, record, lockAlive, next) => {
    expect(describeStatus(given({ ledger: record, lockAlive })).next).toEqual(next);
  });
});

test("explainStatus() names revisions and what the release changes", () => {
  const version = { image: B, revision: "2222222222", changes: ["image", "env LOG_LEVEL"] };
  const facts = given({
    ledger: running(50, "soaking", { attempt: attempt(B, version) }),
    stable: track(A, { revision: "1111111111" }),
    canary: track(B, { revision: "2222222222" }),
  });
  const text = explainStatus(describeStatus(facts), now);
  expect(text).toContain(`release   ${B} (revision 2222222222), attempt 2`);
  expect(text).toContain("changes   image, env LOG_LEVEL");
  expect(text).toContain(`stable    ${A} (revision 1111111111)`);
  expect(text).toContain(`canary    ${B} (revision 2222222222)`);
});
