import type { Right } from "../access/right";
import type { RouterAbilities } from "./abilities";
import type { LiveRoute, Readiness, ZeroReason } from "../live";
import type { Settings } from "../settings";
import type { MatchTerms } from "../stage/match-terms";
import type { MirrorTerms } from "../stage/mirror-terms";
import type { Track } from "../track";
import type { RouteSettings } from "./foreign-rules";
import type { HeaderReader } from "./headers/header-reader";
import type { PatchOperation } from "./json-patch";
import type { RuleNames } from "../attached/place";
import type { Found, Need } from "./need";
import type { MainIngress } from "./nginx/main-ingress";
import type { RoutedKind, RouterObject } from "./routed-kind";

/** The router's object as decisions see it, with the object itself. */
export interface RouteView {
  readonly object: RouterObject;
  readonly live: LiveRoute;
}

/** Result of reading: the object of the router's name may belong to another owner. */
export type RouteReading =
  | { readonly kind: "ours"; readonly view: RouteView }
  /** An object of another owner that the configuration hands over, and that nothing was written to yet. */
  | { readonly kind: "offered"; readonly view: RouteView }
  | {
      readonly kind: "theirs";
      /** The object and whose it is, for people. */
      readonly owner: string;
    };

/** Objects of one kind that may send requests to the canary as well. */
export interface Around {
  readonly kind: RoutedKind;
  /** Undefined where they may not be read. */
  readonly objects: readonly RouterObject[] | undefined;
  /** Place that was searched, for people, e.g. `httproutes of namespace shop`. */
  readonly place: string;
}

/** Objects that open a namespace to the routes of others. */
export interface Grants {
  path(namespace: string): string;
  /** Namespaces whose objects of a kind may name the canary's Service. */
  namespaces(grants: readonly RouterObject[], settings: RouteSettings, kind: RoutedKind): readonly string[];
}

/** Question whether a router's refusal is about the app's own rules at all, asked by reading these paths. */
export interface Doubt {
  readonly paths: readonly string[];
  /** @param found - one for each of the paths, in their order */
  judge(found: readonly Found[]): Readiness;
}

/** A write of the weight, whole percent or that of a match or mirror. */
export interface WeightChange {
  readonly weight: number;
  /** Requests that reach the canary beside weight 0; with it the weight is that of a match. Every other write ends it. */
  readonly match?: MatchTerms;
  /** Requests that are copied to the canary beside weight 0; with it the weight is that of a mirror. */
  readonly mirror?: MirrorTerms;
  readonly epoch: string;
  readonly zero?: ZeroReason;
  /**
   * The canary's Service does not exist: a write of weight 0 leaves its backend out, since with some routers one
   * backend that does not resolve fails the whole rule. @default false
   */
  readonly withoutCanary?: boolean;
  /** `exact` fails when anybody wrote since the view; `names` only when a backend moved. */
  readonly guard: "exact" | "names";
}

/** Write of the configured structure, at the live weight. */
export interface Structure {
  readonly settings: RouteSettings & Pick<Settings, "port">;
  /** Routing key of the probe rules. */
  readonly token: string;
  readonly epoch: string;
}

/** An object that Pulumi creates once, all traffic on stable. */
export interface DeclaredObject {
  readonly manifest: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
      readonly name: string;
      readonly namespace: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly spec: unknown;
  };
  /** Properties that are the route writer's from then on. */
  readonly ignore: readonly string[];
  /** Nothing waits for it: its status never says what a run needs. @default false */
  readonly skipAwait?: boolean;
  /** End of its name in Pulumi, where its place among the objects may change. @default its place */
  readonly suffix?: string;
  /** Its ports are those of the tracks' Services. @default false */
  readonly hasPorts?: boolean;
}

/** Settings by which a router knows how many pods a stage has. */
export type SizedSettings = Pick<Settings, "stages" | "stable" | "takeover">;

/** Rule by which a request of Sluice reaches one track. */
export interface ProbeRule {
  /** Headers to send. */
  readonly send: Readonly<Record<string, string>>;
  /** Header of the answer by which the router proves that the rule is in force. */
  readonly proof: { readonly name: string; readonly value: string };
}

/** Rules by which a health call of Sluice reaches one track. */
export interface CallRule {
  /** Headers to send. */
  readonly send: Readonly<Record<string, string>>;
  /** Headers of a call that leads nowhere: that it is refused proves that the router follows the rules. */
  readonly refused: Readonly<Record<string, string>>;
}

/** Part of giving a route back: what leads to the canary, or the marks of the route writer, which go last. */
export type GivenPart = "rules" | "marks";

/** Ability to let stable take the place of a running service. */
export interface RouterTakeover {
  /** The user's object that the configuration hands over, e.g. `HTTPRoute`. */
  readonly way: string;
  /** Step by which the canary joins, for people. */
  step(app: string, route: string): string;
  /**
   * Whether the user's object is never written: an object of Sluice's beside it splits the requests. It gets what
   * that object repeats of it; undefined where nothing leads to stable's Service. Absent where it is written.
   */
  readonly main?: (object: RouterObject, stable: string, canary: string) => MainIngress | undefined;
  /**
   * Whether the weight says by now whom a Service of the user's leads to, which is the router's own object. Absent where
   * the router splits by another object.
   */
  readonly isSplit?: (service: Pick<RouterObject, "metadata">) => boolean;
  /**
   * The patch that takes a part of Sluice's away from the route, or `remove` where the whole object is Sluice's.
   * @returns undefined where there is none
   */
  giveBack(
    object: RouterObject,
    settings: RouteSettings,
    part: GivenPart,
  ): readonly PatchOperation[] | "remove" | undefined;
}

/** Places of requests in the configuration's traffic, as far as redirections ask for them. */
export interface Places {
  readonly gateway?: { readonly listener?: string | undefined } | undefined;
  readonly gateways?: readonly { readonly listener?: string | undefined }[] | undefined;
  readonly ingress?: { readonly entryPoints?: readonly string[] | undefined } | undefined;
}

/** Ability to send requests by http to https by an object that Sluice makes. */
export interface RouterRedirect {
  /** Statuses that it can answer, the usual one first. */
  readonly statuses: readonly [number, ...number[]];
  /** Places of requests by http. Absent where one object has both protocols. */
  readonly by?: {
    /** The usual place, e.g. a Gateway's listener. */
    readonly usual: string;
    /** Key of the configuration by which the app's own requests get a place apart. */
    readonly key: readonly string[];
    /** Beginning of the way out for one that is not apart, e.g. `name the listener of https`. */
    readonly name: string;
    /** Places of the app's own requests; undefined stands for every place. */
    own(traffic: Places): readonly (string | undefined)[];
  };
}

/** Rights on the router's objects in the app's namespace. */
export interface RouterRights {
  readonly read: readonly Right[];
  readonly write: readonly Right[];
  /** Kinds that Pulumi declares. */
  readonly declare: readonly { readonly group: string; readonly resource: string }[];
}

/**
 * Router that splits requests: pure functions from settings and live objects to manifests, views and guarded writes.
 */
export interface Router {
  /** As in `sluice:traffic.router`. */
  readonly name: string;
  /** Object that it splits requests by, for people; continues the name. */
  readonly about: string;
  readonly can: RouterAbilities;
  /** Reason why it is experimental; absent where a real proxy carried whole releases by it. */
  readonly experimental?: string;
  /** The numbers of pods make the share, and it is one of connections, not of requests. @default false */
  readonly byPods?: boolean;
  /** It splits gRPC calls: a request of Sluice's would be none, so only health calls are sent. @default false */
  readonly isOfCalls?: boolean;
  /** Kinds of objects by which it splits requests, that of its own object first. */
  readonly kinds: readonly RoutedKind[];
  /** Path of the object that carries weight and epoch. */
  path(settings: RouteSettings): string;
  /**
   * Objects that Pulumi creates: none where the route is of another owner.
   * @param token - routing key of the probe rules
   */
  declare(
    settings: RouteSettings & Pick<Settings, "port" | "stages">,
    token: string,
  ): readonly DeclaredObject[];
  /** @param around - objects by which requests may reach the canary past this one */
  read(object: RouterObject, settings: RouteSettings, around: readonly Around[]): RouteReading;
  /**
   * @returns undefined where the reading stands as it is. Absent where the router reports no status
   */
  readonly doubt?: (view: RouteView, settings: RouteSettings) => Doubt | undefined;
  /** @throws {RangeError} for a raise where the app's own rule is damaged */
  renderWeight(view: RouteView, settings: RouteSettings, change: WeightChange): readonly PatchOperation[];
  /** @returns undefined where everything is as configured */
  renderStructure(view: RouteView, structure: Structure): readonly PatchOperation[] | undefined;
  /** @returns undefined where the live object has no probe rule for the track */
  probe(view: RouteView, settings: RouteSettings, track: Track): ProbeRule | undefined;
  /** @returns undefined where the live object has no rules for health calls. Absent where it splits no calls */
  readonly call?: (view: RouteView, settings: RouteSettings, track: Track) => CallRule | undefined;
  /** Names of rules, by which policies of others may be for one of them. Absent where rules have no names. */
  readonly ruleNames?: (object: RouterObject, settings: RouteSettings) => RuleNames;
  /** Absent where rules never cross namespaces. */
  readonly grants?: Grants;
  /**
   * Services by which users' requests reach the canary: an abort whose write of the route is refused points them at
   * stable's pods. Absent where there is no such second lever.
   */
  readonly lever?: (settings: Pick<Settings, "app">) => readonly string[];
  readonly takeover: RouterTakeover;
  /** Absent where an object of another owner redirects. */
  readonly redirect?: RouterRedirect;
  /** Prerequisites that must exist, and objects that must not, before anything is touched. */
  needs(settings: RouteSettings & SizedSettings): readonly Need[];
  readonly rights: RouterRights;
  /** Most headers of answers that it sets, besides Sluice's own. @default - any number */
  readonly mostHeaders?: number;
  /** Headers of responses, off a manifest. Absent where it changes none. */
  readonly readHeaders?: HeaderReader;
}
