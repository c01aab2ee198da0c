import type { DashboardState, NextGate } from "../../../cli/dashboard/state";
import { describeHistory } from "../../../components/core/commands/explain-history";
import { describeStatus } from "../../../components/core/commands/explain-ledger";
import type { EarlierAttempt, Ledger, StageRecord } from "../../../components/core/ledger/ledger";
import { describeReport } from "../../../components/core/report/describe-report";
import { recordOf } from "../../../components/core/report/record";
import type { PodTraces } from "../../../components/core/report/report";
import type { TrialFinding } from "../../../components/core/trial/trial";
import type { ReleaseView } from "../../../components/core/view/view";
import { attemptOf, before, imageOf, ledgerOf, released, routeOf, trackOf } from "../../support/gate";
import { begunAtSeconds, failedStage, passedStage } from "../../support/report";

export const nowSeconds = begunAtSeconds + 600;

/** A text in which a person wrote a password. */
export const marker = "MARKER-d41d8cd98f00";

/** Stages that follow, and the one that is judged. */
export const [, , ...later] = attemptOf().stages as [StageRecord, StageRecord, ...StageRecord[]];
const { verdict: _, endedAtSeconds: __, ...judged } = failedStage;
export const soaking: StageRecord = { ...judged, phase: "soaking" };

/** Attempts before, some of them with a secret in their reason. */
export const earlierOf = (count: number): readonly EarlierAttempt[] =>
  Array.from({ length: count }, (__2, at) => ({
    number: at + 1,
    kind: "release",
    image: imageOf((at % 10).toString()),
    outcome: at % 3 === 0 ? "aborted" : "promoted",
    reason: at % 3 === 0 ? `fail: too many errors, password=${marker}` : "promoted",
    changes: ["image", "env LOG_LEVEL"],
    startedAtSeconds: begunAtSeconds - (count - at) * 86_400,
    endedAtSeconds: begunAtSeconds - (count - at) * 86_400 + 1800,
  }));

/** A ledger with all that a page shows of one. */
export function ledgerWith(changes: Partial<Ledger>, stages: readonly StageRecord[], attempt = {}): Ledger {
  const move = { atSeconds: begunAtSeconds + 60, from: 0, to: 1, by: "prod-canary-1", reason: "gate passed" };
  return ledgerOf({
    weight: 5,
    moves: [
      move,
      { ...move, atSeconds: begunAtSeconds + 360, from: 1, to: 5, who: "anna@laptop", waived: ["order"] },
    ],
    earlier: earlierOf(3),
    signOffs: [
      {
        item: "backup-restored",
        who: "anna@laptop",
        as: "DBA",
        evidence: `https://u:${marker}@tickets.example.org/7`,
        atSeconds: begunAtSeconds,
        untilSeconds: begunAtSeconds + 86_400,
      },
    ],
    preflight: {
      version: { image: released },
      checklist: "canary",
      isGo: true,
      open: [],
      who: "anna@laptop",
      atSeconds: begunAtSeconds,
      untilSeconds: begunAtSeconds + 14_400,
    },
    lock: {
      id: "1",
      stack: "prod-canary-5",
      who: "anna@laptop",
      pid: 1,
      processStart: "1",
      host: "h",
      renewal: 1,
    } as unknown as NonNullable<Ledger["lock"]>,
    ...changes,
    attempt: attemptOf([], {
      number: earlierOf(3).length + 1,
      stages,
      startedAtSeconds: begunAtSeconds,
      ...attempt,
    }),
  });
}

/** Gate of the next stage, with a check of each result. */
export const gate: NextGate = {
  stage: "20 %",
  unasked: ["order-webhook"],
  atSeconds: nowSeconds - 12,
  gate: {
    open: false,
    sentence: "",
    report: {
      evidence: "0.4 % of the canary's requests failed",
      forecast: { requestsPerSecond: 50, seconds: 900 },
      checks: [
        { id: "release", result: "pass", text: "this checkout is the ledger's release" },
        { id: "digest", result: "pending", text: "decided once the canary is up" },
        { id: "path", result: "waived", text: "waived by release.emergency" },
        { id: "checks", result: "refuse", text: `check "home": got password=${marker}`, fix: "repair it" },
        {
          id: "approval",
          result: "refuse",
          text: "stage 20 must be approved by a person: got no approval",
          fix: "sluice approve prod --stage 20 --reason TEXT",
          awaits: "approval" as never,
        },
      ],
    },
  },
};

/** Everything that a page shows of a ledger. */
export function stateOf(
  ledger: Ledger,
  more: Partial<Omit<DashboardState, "view">> & { traces?: PodTraces; view?: Partial<ReleaseView> } = {},
): DashboardState {
  const { traces, view, ...rest } = more;
  const status = describeStatus({
    environment: "prod",
    app: "app",
    ledger,
    stable: trackOf(before, 3),
    canary: trackOf(released, 1),
    route: routeOf(ledger.weight),
    observedPercent: ledger.weight === 0 ? 0 : 4.84,
    lockAlive: true,
    zeroByHand: "kubectl --context prod-eu -n shop patch httproute app --type json -p '[…]'",
    nowSeconds,
  });
  const record = recordOf(ledger);
  const settings = { cluster: { context: "prod-eu", uid: "u" }, namespace: "shop" };
  return {
    view: { status, ...view },
    ledger,
    history: describeHistory("prod", "app", ledger, []),
    ...(record === undefined
      ? {}
      : {
          report: describeReport({
            settings,
            record,
            nowSeconds,
            ...(traces === undefined ? {} : { traces }),
          }),
        }),
    nowSeconds,
    ...rest,
  };
}

/** View of a stage that is judged. */
export const view: Partial<ReleaseView> = {
  proof: {
    harm: 39,
    safety: 62,
    canary: { requests: 412, errors: 3 },
    stable: { requests: 8381, errors: 10 },
    heldSeconds: 80,
    minimumHoldSeconds: 300,
    leftSeconds: 220,
  },
  latency: { canary: { p50: 0.012, p95: 0.08, p99: null }, stable: { p50: 0.011, p95: 0.078, p99: 0.19 } },
};

const stages = [passedStage, soaking, ...later];
const { lock: ___, ...unlocked } = ledgerWith({}, stages);
const unwatched: Ledger = unlocked;

/** A metric and a check that decide nothing yet. */
const trials: readonly TrialFinding[] = [
  { name: "queue", stage: "1", result: "quiet", atSeconds: begunAtSeconds + 100, sentence: "as stable" },
  {
    name: "slow-search",
    stage: "5",
    result: "would-abort",
    atSeconds: begunAtSeconds + 480,
    sentence: `9 of 412 over 1 s, password=${marker}`,
  },
];

/** A release in each of its states. */
export const scenes = {
  running: stateOf(ledgerWith({}, stages, { trials }), { view, gate }),
  held: stateOf({ ...unwatched, phase: "held", note: `no proof in time; token: ${marker}` }, { view, gate }),
  paused: stateOf(
    ledgerWith({}, stages, {
      pauses: [{ atSeconds: begunAtSeconds + 400, who: "anna@laptop", reason: `a sale, secret=${marker}` }],
    }),
    { view, gate },
  ),
  aborted: stateOf(
    {
      ...ledgerWith({}, [passedStage, failedStage, ...later], {
        endedAtSeconds: begunAtSeconds + 540,
        endReason: `fail: too many errors, password=${marker}`,
      }),
      phase: "aborted",
      weight: 0,
    },
    {
      traces: {
        events: [`Unhealthy: token=${marker}`],
        logs: [
          {
            pod: "app-canary-1",
            container: "app",
            lines: ["start", `api_key: ${marker}`, "panic: no connection"],
          },
        ],
        missing: [],
      },
    },
  ),
  promoted: stateOf({
    ...unwatched,
    phase: "promoted",
    weight: 0,
    promoted: [{ image: before }, { image: released, revision: "0b1c2d3e4f" }],
    attempt: {
      ...attemptOf([], {
        stages: [passedStage, ...later.map((one) => ({ ...one, phase: "passed" as const }))],
      }),
      startedAtSeconds: begunAtSeconds,
      endedAtSeconds: begunAtSeconds + 540,
    },
  }),
} satisfies Readonly<Record<string, DashboardState>>;
