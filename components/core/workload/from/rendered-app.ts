import type { Json, JsonObject, Revision } from "../../revision/revision";
import type { WafSpec } from "../../edge/waf";
import type { TakeoverPlan } from "../../takeover/plan";

/** Settings that a rendered set is read with. */
export interface RenderOptions {
  /** `app.name`. */
  readonly app: string;
  readonly namespace: string;
  /** `release.image` with digest; absent where the set itself has one. */
  readonly image?: string;
  /** `app.workload`: name of the Deployment, where there are several. */
  readonly workload?: string;
  /** `app.container`: the one that `image` is set in. */
  readonly container?: string;
  /** `app.from.port`: name or number of the Service's port that the users' requests come to. */
  readonly port?: string | number;
  /** `app.from.service`: the Service that the users' requests come to. */
  readonly service?: string;
  /** `traffic.service`: the Service by which the user's own route means the app. */
  readonly routeService?: string;
  /** `app.parallel`: why two versions may run at once although the manifest says otherwise. */
  readonly parallel?: string;
  /** `app.sharedServices`: Services that may lead to both tracks. */
  readonly sharedServices: readonly string[];
  /** Time that a stopping pod still serves, seconds. */
  readonly drainSeconds: number;
  /** Hosts whose requests the route splits. */
  readonly hosts: readonly string[];
  /** Name of Sluice's own route. */
  readonly route: string;
  /** The route is an object of the user's own. @default false */
  readonly isShared?: boolean;
  /** Content of `sluice:migration`: a command of its own, or only how hooks run; absent where it is not set. */
  readonly migration?: "command" | "settings";
  /** Its kind. @default HTTPRoute */
  readonly routeKind?: string;
  /** A firewall before the app in each pod. @default none */
  readonly waf?: WafSpec;
}

/** Port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort: number | string;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

/** Services of the workload. */
export interface RenderedServices {
  /** Name of the one that the users' requests come to; absent where the workload has none. */
  readonly users?: string;
  /** Port of it that the route sends requests to. */
  readonly userPort?: number;
  /** Labels of it: the canary's own Service has them as well, so that monitors find both. */
  readonly labels: Readonly<Record<string, string>>;
  /** Ports of the tracks' own Services. */
  readonly ports: readonly ServicePort[];
  /** Services that keep their names for callers inside; they select stable only. */
  readonly kept: readonly JsonObject[];
  /** `<name>-canary` of further Services, which select the canary. */
  readonly twins: readonly JsonObject[];
  /** Services that select both tracks as they are: ways in that no weight governs. */
  readonly open: readonly JsonObject[];
}

/** Fields of the Deployment that both tracks keep; `maxUnavailable` is 0, `maxSurge` at least 1. */
export interface DeploymentFields {
  readonly strategy: {
    readonly type: "RollingUpdate";
    readonly rollingUpdate: { readonly maxUnavailable: 0; readonly maxSurge: number | string };
  };
  readonly minReadySeconds?: number;
  readonly progressDeadlineSeconds?: number;
  readonly revisionHistoryLimit?: number;
}

/** Range and metrics of stable's autoscaler: `spec` of a HorizontalPodAutoscaler without its target. */
export interface RenderedAutoscaler {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Object that scales stable instead of an autoscaler of Sluice, e.g. `ScaledObject shop`. */
  readonly owner?: string;
  readonly metrics?: readonly Json[];
  readonly behavior?: JsonObject;
}

/** Moment of a hook Job's run: before the first deploy, or before each later revision. */
export type HookTime = "install" | "upgrade";

/** A Job of the set that runs before the pods of a revision, as a migration runs it. */
export interface HookJob {
  /** Name that the set gives it. */
  readonly name: string;
  /** Six hex digits of its content. */
  readonly key: string;
  readonly times: readonly HookTime[];
  /** Container whose exit code counts. */
  readonly container: string;
  readonly template: JsonObject;
  /** Its own rules of `podFailurePolicy`. */
  readonly rules: readonly Json[];
  /** Further tries after the first; absent where it says none. */
  readonly retries?: number;
  /** Longest time for all tries, seconds; absent where it says none. */
  readonly deadlineSeconds?: number;
}

/** A workload as a manifest, kustomization or chart says it, cut into what each resource of Sluice owns. */
export interface RenderedApp {
  /** The revision; its template has Sluice's additions, and the image of the app's container a digest. */
  readonly revision: Revision;
  /** Image of the app's container, with digest. */
  readonly image: string;
  /** Name of the Deployment in the set. */
  readonly workload: string;
  readonly deployment: DeploymentFields;
  readonly replicas?: number;
  readonly autoscaler?: RenderedAutoscaler;
  /** `spec` of the set's PodDisruptionBudget without its selector. */
  readonly budget?: JsonObject;
  readonly services: RenderedServices;
  /** Everything else, declared by base: it changes for both tracks at once. */
  readonly others: readonly JsonObject[];
  /** Hooks that are the migration, in the order in which they run. */
  readonly hooks: readonly HookJob[];
  /** Paths that probes of the pods request. */
  readonly probePaths: readonly string[];
  /** Targets of its live Services by name, then by port; absent where nobody looked. */
  readonly liveTargets?: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
  /** Running service that stable takes the place of. @default none */
  readonly takeover?: TakeoverPlan;
  /** Version of Kubernetes that a chart was rendered for, where the file names none. */
  readonly kubeVersion?: string;
  /** Sentences that a preview says. */
  readonly notes: readonly string[];
}
