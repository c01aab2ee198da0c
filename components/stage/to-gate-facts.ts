import type { GateFacts } from "../core/gate/facts";
import { listDrifted } from "../revisions/released-revision";
import { weightOf } from "../core/stage/exposure";
import { routerOf } from "../core/routers/routers";
import type { Settings } from "../core/settings";
import type { ClusterFacts } from "../traffic/gather-facts";
import { emergencyFact } from "./emergency";
import type { Fed } from "./feed";
import { pinnedParameters } from "./pinned";
import type { StageContext } from "./stage-context";

/** Facts that were read for one gate, at one moment. */
export interface GateReading {
  readonly settings: Settings;
  readonly context: Pick<StageContext, "ledger" | "stage" | "reconcile" | "released">;
  readonly cluster: ClusterFacts;
  readonly fed: Pick<Fed, "metrics" | "fact" | "outside" | "harm" | "wasOutside">;
  /** Inside the shift, with the canary up. */
  readonly second: boolean;
  readonly nowSeconds: number;
}

/** Facts of a gate: the reading, and the terms that the attempt was pinned to when it began. */
export function toGateFacts({ settings, context, cluster, fed, second, nowSeconds }: GateReading): GateFacts {
  const { ledger, stage, reconcile, released } = context;
  const canaryDiffers = listDrifted(settings, released, cluster.canary);
  const emergency = emergencyFact(settings, nowSeconds);
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
    metrics: fed.metrics,
    ...(fed.fact === undefined ? {} : { verdict: fed.fact }),
    passAboveWeight: pinnedParameters(ledger, settings).passAboveWeight,
    outside: fed.outside,
    ...(fed.harm === undefined ? {} : { harm: fed.harm }),
    ...(fed.wasOutside === undefined ? {} : { stableWasOutside: fed.wasOutside }),
    second,
    ...(emergency === undefined ? {} : { emergency }),
  };
}
