import type { GateFacts } from "../../core/gate/facts";
import type { CheckFact } from "../../core/checks/spec";
import { listDrifted } from "../../revisions/released-revision";
import { findApproval, toSettingsDigest } from "../../core/ledger/approval";
import type { Ledger } from "../../core/ledger/ledger";
import { findPreflight } from "../../core/ledger/sign-off";
import { given } from "../../core/given";
import { weightOf } from "../../core/stage/exposure";
import type { Stage } from "../../core/stage/exposure";
import { routerOf } from "../../core/routers/routers";
import type { TlsFinding } from "../../core/edge/certificate";
import type { OriginFact } from "../../core/release/judge-origin";
import type { BudgetFact } from "../../core/slo/budget";
import type { Settings } from "../../core/settings";
import type { ClusterFacts } from "../../traffic/look/gather-facts";
import { emergencyFact } from "../emergency";
import type { Fed } from "../evidence/feed";
import { neededCheckSeconds, pinnedParameters } from "../evidence/pinned";
import type { StageContext } from "../stage-context";

/** Facts that were read for one gate, at one moment. */
export interface GateReading {
  readonly settings: Settings;
  readonly context: Pick<StageContext, "ledger" | "stage" | "reconcile" | "released">;
  readonly cluster: ClusterFacts;
  readonly fed: Pick<Fed, "metrics" | "fact" | "outside" | "harm" | "wasOutside">;
  /** Absent where no environment comes before. */
  readonly origin?: OriginFact | undefined;
  /** Absent where no objective is set. */
  readonly budgets?: readonly BudgetFact[] | undefined;
  /** Absent where probes do not go by https. */
  readonly tls?: TlsFinding | undefined;
  /** Absent where none are configured. */
  readonly checks?: readonly CheckFact[] | undefined;
  /** Inside the shift, with the canary up. */
  readonly second: boolean;
  /** For so long all checks passed on the canary at weight 0. @default 0 */
  readonly checkedSeconds?: number;
  readonly nowSeconds: number;
}

/** A way back waits for nobody. */
function needsApproval(settings: Settings, { key }: Stage, ledger: Ledger | undefined): boolean {
  const isBack = ledger?.attempt?.kind === "rollback";
  return !isBack && settings.stages.find((stage) => stage.key === key)?.approval === true;
}

/** Facts of a gate: the reading, and the terms that the attempt was pinned to when it began. */
export function toGateFacts({
  settings,
  context,
  cluster,
  fed,
  origin,
  budgets,
  tls,
  checks,
  second,
  checkedSeconds = 0,
  nowSeconds,
}: GateReading): GateFacts {
  const { ledger, stage, reconcile, released } = context;
  const canaryDiffers = listDrifted(settings, released, cluster.canary);
  const emergency = emergencyFact(settings, nowSeconds);
  const neededSeconds = neededCheckSeconds(ledger, stage);
  const word = findApproval(ledger?.attempt, {
    stage: stage.key,
    settings: toSettingsDigest(settings),
    nowSeconds,
  });
  const isHotfix = ledger?.attempt?.profile === "hotfix";
  return {
    app: settings.app,
    ...(routerOf(settings).byPods ? { byPods: true } : {}),
    wanted: released.wanted,
    ...(released.differs === undefined ? {} : { differs: released.differs }),
    ...(canaryDiffers === undefined ? {} : { canaryDiffers }),
    ...(ledger === undefined ? {} : { ledger }),
    key: stage.key,
    weight: weightOf(stage),
    reconcile: reconcile.kind === "drift" ? reconcile : { kind: "same" },
    ...cluster,
    ...(origin === undefined ? {} : { origin }),
    ...given("budgets", budgets),
    ...given("tls", tls),
    ...(checks === undefined ? {} : { checks }),
    metrics: fed.metrics,
    ...(fed.fact === undefined ? {} : { verdict: fed.fact }),
    passAboveWeight: pinnedParameters(ledger, settings).passAboveWeight,
    ...(neededSeconds === undefined ? {} : { checkedFor: { neededSeconds, passedSeconds: checkedSeconds } }),
    outside: fed.outside,
    ...(fed.harm === undefined ? {} : { harm: fed.harm }),
    ...(fed.wasOutside === undefined ? {} : { stableWasOutside: fed.wasOutside }),
    second,
    ...(needsApproval(settings, stage, ledger) ? { approval: word } : {}),
    ...(isHotfix && word.kind === "valid" ? { waiver: word.approval } : {}),
    ...(settings.preflight?.required === true
      ? {
          preflight: findPreflight(ledger, {
            version: released.wanted,
            isHotfix: settings.profile === "hotfix",
            nowSeconds,
          }),
        }
      : {}),
    ...(emergency === undefined ? {} : { emergency }),
  };
}
