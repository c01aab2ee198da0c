import type { AnalysisSettings } from "./analysis-settings";
import type { TlsSettings } from "./edge/tls-settings";
import type { CheckSpec } from "./checks/spec";
import type { ResponseHeaders } from "./edge/headers";
import type { FlagsSettings } from "./flags/flag";
import type { Contacts, NotifySettings } from "./notify/settings";
import type { PreflightSettings } from "./preflight/settings";
import type { ReportStore } from "./report/store";
import type { Slo } from "./slo/slo";
import type { Stage } from "./stage/exposure";
import type { GatewayName } from "./routers/gateway/needs/gateway-name";
import type { MainIngress } from "./routers/nginx/main-ingress";
import type { TakeoverPlan } from "./takeover/plan";
import type { FailAction } from "./verify/decide-way-back";
import type { WatchdogSettings } from "./workload/watchdog/watchdog-settings";

/** Place and way of splitting an environment's traffic. */
export interface TrafficSettings {
  /** Name of a router, as in {@link routers}. */
  readonly router: string;
  /** Name of the router's object; it lives in the app's namespace. */
  readonly route: string;
  /** The route is an object of another owner: of its rules Sluice owns those of the app. @default false */
  readonly isShared?: boolean;
  /** Kind of another owner's route, where the router has several. @default HTTPRoute (router `gateway`) */
  readonly routeKind?: "GRPCRoute";
  /** Public host name that probes send. */
  readonly host: string;
  /** All host names that the route matches. @default host */
  readonly hosts?: readonly string[];
  readonly gateway: GatewayName;
  /** All Gateways that the route is attached to. @default gateway */
  readonly gateways?: readonly GatewayName[];
  /** Rules of the route in the form of the Gateway API. @default one that takes every request to the app */
  readonly rules?: readonly object[];
  /** Labels and annotations of the route, besides Sluice's own. @default none */
  readonly metadata?: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  /** Settings of the Ingress of router `nginx`, or of the IngressRoute of `traefik`. @default no annotations */
  readonly ingress?: {
    /** @default nginx; with router `traefik` none */
    readonly class?: string;
    readonly annotations: Readonly<Record<string, string>>;
    /** Secret with the certificate. @default the controller's own */
    readonly tlsSecret?: string;
    /** Entry points of Traefik (router `traefik`). @default Traefik's own */
    readonly entryPoints?: readonly string[];
  };
  /** The user's Ingress, where the canary's stands beside it (router `nginx`); absent where the program did not read it. */
  readonly main?: MainIngress;
  /** Headers of answers that the router sets and removes, for both tracks. @default none */
  readonly headers?: ResponseHeaders;
  /** Service by whose name the user's own rules mean the app. @default the app's name */
  readonly service?: string;
  /** The user's Service that stands for stable since it was taken over: it keeps its name. @default `<app>-stable` */
  readonly stableService?: string;
  /** `host:port` where probes connect; absent means the public host by DNS. */
  readonly address?: string;
  /** Policies of others that are accepted as they are: reasons by `<kind>/<name>`. @default none */
  readonly policies?: Readonly<Record<string, string>>;
  readonly scheme: "http" | "https";
  /** Environment variable, or file where it is a path, with the authorities that probes trust, PEM. */
  readonly ca?: string;
  /** `sluice:edge.tls`. @default - the certificate is the router's */
  readonly tls?: TlsSettings;
  /** Path that probes request; any answer below 500 counts. */
  readonly probePath: string;
  /** Longest time from a write of the route until the router follows, seconds. */
  readonly propagationSeconds: number;
  /** Time that pods keep serving after they left the endpoints, seconds. */
  readonly drainSeconds: number;
}

/** Configured cluster; `current-context` is never used. */
export interface ClusterSettings {
  /** Context of the kubeconfig; "in-cluster" inside of a pod of the cluster. */
  readonly context: string;
  /** uid of namespace kube-system. */
  readonly uid: string;
  /** The account of the pod that runs this is used instead of a kubeconfig. */
  readonly inCluster?: true;
}

/** A stage as configured. */
export interface PlannedStage extends Stage {
  readonly soakSeconds: number;
  /** Time at weight 0 in which the checks pass on the canary before the one move; only of strategy `blue-green`. */
  readonly checksForSeconds?: number;
  readonly deadlineSeconds?: number;
  /** A person has to approve it before traffic rises to it. @default false */
  readonly approval?: true;
}

/** Environment in which a release's image has to have been stable before. */
export interface OriginSettings {
  readonly environment: string;
  readonly app: string;
  readonly namespace: string;
  readonly cluster: ClusterSettings;
  /** Least time for which it was stable there, seconds. */
  readonly afterSeconds: number;
}

/** Settings that every provider gets: one environment, resolved, plain JSON without secrets. */
export interface Settings {
  readonly environment: string;
  /** Stack that runs this, e.g. `prod` or `prod-canary-5`. */
  readonly stack: string;
  readonly app: string;
  readonly namespace: string;
  readonly cluster: ClusterSettings;
  /** `release.image`, with digest. */
  readonly image: string;
  /** Name of this checkout's revision; absent where the program did not render it, as in a command of `sluice`. */
  readonly revision?: string;
  /** `release.supersede`: number of the attempt that the base stack may end. */
  readonly supersede?: number;
  readonly emergency?: { readonly reason: string; readonly expires: string };
  /** `release.profile`; absent where it is the standard one. */
  readonly profile?: "hotfix";
  /** `sluice:preflight`, and whether `release.preflight` demands one. @default - none is demanded */
  readonly preflight?: PreflightSettings;
  /** `sluice:report`. @default - the record in the cluster alone */
  readonly report?: { readonly store?: ReportStore | undefined };
  /** `sluice:slos`. @default - no objective is set */
  readonly slos?: readonly Slo[];
  /** `sluice:flags`. @default - no flags */
  readonly flags?: FlagsSettings;
  readonly stages: readonly PlannedStage[];
  readonly port: number;
  /** `app.allowPorts`: further ports of the pods that may be connected to. @default none */
  readonly allowPorts?: readonly number[];
  /** `app.sharedServices`: Services of others that may reach the canary. @default none */
  readonly sharedServices?: readonly string[];
  /** Declared replicas of stable, or the HPA's range. */
  readonly stable:
    | { readonly replicas: number }
    | { readonly minReplicas: number; readonly maxReplicas: number };
  /** Running service that stable takes the place of; absent where the program did not render the set. @default none */
  readonly takeover?: TakeoverPlan;
  /** Longest time for pods to become ready, seconds. */
  readonly readySeconds: number;
  /** Safe requests for each pod of the canary before its first user; 0: none. @default 0 */
  readonly warmupRequests?: number;
  readonly promotion: {
    /** Time for which stable's new pods are watched at each weight of a promotion, seconds. */
    readonly watchSeconds: number;
    /** Requests of Sluice for each pod before users' reach it. */
    readonly warmupRequests: number;
    /** `promotion.from`. @default - none */
    readonly from?: OriginSettings;
  };
  readonly traffic: TrafficSettings;
  readonly analysis: AnalysisSettings;
  /** `sluice:checks`. @default none */
  readonly checks?: readonly CheckSpec[];
  /** Checks on trial: asked and told, they decide nothing. @default none */
  readonly trialChecks?: readonly CheckSpec[];
  /** Sinks that are told of every transition. @default none */
  readonly notify?: NotifySettings;
  /** People and places that messages name. @default none */
  readonly contacts?: Contacts;
  /** `sluice:watchdog`. @default - none watches where no run does */
  readonly watchdog?: WatchdogSettings;
  /** `verify.onFail`. @default notify */
  readonly onVerifyFail?: FailAction;
}

/** Kubernetes names that belong to an app; the one place that makes them. */
export function objectNames(app: string) {
  return {
    ledger: `sluice-${app}`,
    /** Record of one attempt. */
    record: (attempt: number) => `sluice-${app}-attempt-${attempt}`,
    stable: `${app}-stable`,
    canary: `${app}-canary`,
    canaryProbe: `${app}-canary-probe`,
    /** Of a mirror: the object that copies requests, and what their sending obeys. */
    mirror: `${app}-mirror`,
    /** Middleware that sets headers of answers (router `traefik`). */
    headers: `${app}-headers`,
    /** Service that copies alone use: the canary's pods. */
    canaryMirror: `${app}-canary-mirror`,
    /** All Services of the canary's pods. */
    canaryServices: [`${app}-canary`, `${app}-canary-probe`, `${app}-canary-mirror`] as readonly string[],
    track: (track: "stable" | "canary") => `${app}-${track}`,
    /** Job that watches where no run does, its account and its role. */
    watchdog: `${app}-watchdog`,
    /** ConfigMap with the file that flagd reads. */
    flags: `${app}-flags`,
    /** ConfigMap with the evidence on flags, and the runs that judge them. */
    flagRuns: `sluice-${app}-flags`,
    /** Deployment and Service of the flagd that Sluice declares. */
    flagd: `${app}-flagd`,
    /** Service that only Sluice's own requests use: the same pods, and no counter of users' requests. */
    probe: (track: "stable" | "canary") => `${app}-${track}-probe`,
  };
}

/** The app, and its Service that stands for stable, as the settings have it. */
export interface ServedApp {
  readonly app: string;
  readonly traffic?: Pick<TrafficSettings, "stableService">;
}

/** Names of an app's objects, with stable's as the Service that requests reach it by. */
export function serviceNames({ app, traffic }: ServedApp) {
  const names = objectNames(app);
  const stable = traffic?.stableService ?? names.stable;
  return {
    ...names,
    stable,
    track: (track: "stable" | "canary") => (track === "stable" ? stable : names.canary),
  };
}

/** Label of pods and objects: the track. */
export const trackLabel = "sluice.dev/track";

/** Label of pods: the name of their revision. */
export const revisionLabel = "sluice.dev/revision";

/** Labels of a track's pods and objects; the selector is `app.kubernetes.io/name` and `sluice.dev/track`. */
export function trackLabels(app: string, track: "stable" | "canary") {
  return { "app.kubernetes.io/name": app, [trackLabel]: track };
}

/** Field manager of every write that is not Pulumi's; must never start with `kubectl` or `pulumi-kubernetes`. */
export const fieldManager = "sluice";
