import type { Track } from "../track";
import type { OutcomeRules } from "../verdict/index";
import type { Owner } from "./endpoints";
import type { PerSecond } from "./histogram";
import type { QueryTerms } from "./query-terms";

/** Labels of a series, `__name__` among them. */
export type Labels = Readonly<Record<string, string>>;

/** App whose requests are counted. */
export interface CountedApp {
  readonly namespace: string;
  readonly app: string;
  /** Service of stable's that has another name. @default `<app>-stable` */
  readonly stableService?: string | undefined;
}

/** Arguments of a source's selectors. */
export interface SelectorInput extends CountedApp {
  /** Name of the HTTPRoute. */
  readonly route: string;
  readonly gateway: { readonly name: string; readonly namespace: string };
  /** All Gateways of the route. @default gateway */
  readonly gateways?: readonly { readonly name: string; readonly namespace: string }[];
  /** Index of the only rule whose requests count. @default all rules: probes have Services of their own */
  readonly rule?: number;
  /** As in `sluice:traffic.router`: a proxy names what it counts after the objects that it follows. @default gateway */
  readonly router?: string;
  /** Upper ends of the buckets that are read, seconds. @default none, and no histogram is read */
  readonly boundsSeconds?: readonly number[];
  /** Chosen values of labels that name a place, "*" for all; series without the label are everywhere. @default none */
  readonly places?: Labels;
}

/** Meaning of the samples of a series. */
export type Meaning =
  /** A sign of life of the target, 1 where it lives. */
  | { readonly kind: "presence" }
  /** A count of requests; `isTimed` where it is the count of a histogram too. */
  | { readonly kind: "requests"; readonly isTimed: boolean }
  /** A count of requests with a known duration. */
  | { readonly kind: "timed" }
  /** A count of requests within a bound; Infinity for all. */
  | { readonly kind: "bucket"; readonly boundSeconds: number };

/** Reading of the series of one kind of counter. */
export interface SeriesReader {
  /**
   * Process that counts. A router's counter appears with the first request, so where a router counts one track, silence
   * of the other means 0 requests; a pod counts for itself alone.
   */
  readonly countsIn: "router" | "pod";
  /** Track that a series belongs to; undefined for those of other apps. */
  readonly trackOf: (labels: Labels, app: CountedApp) => Track | undefined;
  /**
   * Labels of requests besides the usual ones, whose values never distinguish two processes or two scrapes; one that
   * ends with "_" stands for all that begin with it.
   */
  readonly requestNames: readonly string[];
  /** The facts of a request under the names that are read everywhere, where this reader's labels have others. */
  readonly describe?: (labels: Labels) => Labels;
  /**
   * Several counts of the same requests by one process, or by all where they are shared, of which one edition is read:
   * a process that counts by old and new names counts twice. @default all are one edition
   */
  readonly editionOf?: (labels: Labels) => {
    readonly of: string;
    readonly edition: number;
    readonly isShared?: boolean;
  };
  /**
   * Rule of a route that a series belongs to, where a router gives it: a probe rule leads to one track, the weighted
   * one to both.
   */
  readonly ruleOf?: (labels: Labels) => string | undefined;
  /** Requests of the app whose track cannot be told. @default - there are none */
  readonly lost?: {
    readonly isLost: (labels: Labels, app: CountedApp) => boolean;
    /** Way out, reading on after a semicolon. */
    readonly fix: string;
  };
  /** Remark on series with these labels for a reader; undefined where there is none. */
  readonly remark?: (series: readonly Labels[]) => string | undefined;
  /** Outcomes that series of this kind do not give as a rule; each pass names them. @default none */
  readonly untold?: OutcomeRules["untold"];
  /** The app itself counts: what a firewall in its pods refuses is not among the answers. @default - it may be */
  readonly behindFirewall?: true;
  /** Undefined for a series that is not judged. */
  readonly meaningOf: (labels: Labels) => Meaning | undefined;
}

/** Query that shows which series exist, where the expected ones are missing. */
export interface Look {
  /** Instant query for names and labels. */
  readonly query: string;
  /** Explanation; undefined where the answer gives none. */
  readonly explain: (found: readonly Labels[]) => string | undefined;
}

/** Description of a source for preview, guides and the schema. */
export interface SourceProfile {
  /** Owner of the counters, on one line. */
  readonly about: string;
  /** Routers whose split it counts. */
  readonly routers: readonly string[] | "any";
  /** Outcomes of gRPC are told: elsewhere each call is a 200, failed or not. */
  readonly tellsCalls: boolean;
  /** Statuses are told as errors or not, or by their classes alone: no code can be counted. @default false */
  readonly tellsErrorsAlone?: true;
  /** Requests that it does not see, on one line. */
  readonly blindTo: string;
  /** Annotations of ingress-nginx by which its proxy does not split an Ingress. @default none */
  readonly unread?: readonly string[];
  /** Origin of its names and labels, as long as no running proxy was read here. @default - it was */
  readonly experimental?: string;
}

/** Counter of requests to the tracks that are asked for, as rules of Prometheus add it up. */
export interface RateCounter {
  /** Selector of its series, none of them in that of another counter. */
  readonly selector: string;
  /** Matchers of failed requests, any of which is enough; "" for all, none where it counts no failed ones. */
  readonly failed: readonly string[];
}

/** Source of counters of requests, and their reading per track. */
export interface Source extends SeriesReader {
  readonly profile: SourceProfile;
  /** The same source by what a person says of the counters. @default - nothing is to be said */
  readonly asTold?: (terms: QueryTerms) => Source;
  /**
   * Histogram of durations with the labels of the counters of {@link rates}, as a regular expression of its name, and its
   * units. @default - durations are not counted
   */
  readonly durations?: { readonly histogram: string; readonly perSecond: readonly PerSecond[] };
  /** Default bounds of the histogram, seconds; none where durations are not counted. */
  readonly usualBoundsSeconds: readonly number[];
  /** PromQL of all counters of both tracks; the later ones are asked only where those before have no series. */
  readonly selectors: (input: SelectorInput) => readonly [string, ...string[]];
  /** Tells the tracks of series by the addresses of pods. @default - labels tell them */
  readonly byAddress?: (metrics: readonly RawMetric[], owners: readonly Owner[]) => readonly RawMetric[];
  /**
   * Selectors of requests for rules that Prometheus evaluates itself: of both tracks, or of one where labels tell it, so
   * that there is no {@link byAddress}.
   */
  readonly rates: (input: SelectorInput, track?: Track) => readonly [RateCounter, ...RateCounter[]];
  /** Queries that explain missing series, sent one after the other until one does. */
  readonly looks: (input: SelectorInput) => readonly Look[];
}

/** One series with its raw samples as Prometheus stores them; a value may be NaN or infinite. */
export interface RawMetric {
  readonly labels: Labels;
  readonly samples: readonly (readonly [atSeconds: number, value: number])[];
  /** Samples are native histograms, which are not read. @default false */
  readonly isNative?: boolean;
}
