import { tracks } from "../track";
import type { Track } from "../track";
import { statusNames } from "../evidence/labels/status-names";
import { diagnoseHistogram, matchBounds, readHistogram } from "./histogram";
import { fillIn } from "./metric-query";
import { failedCall, failedStatus, matchPlaces, narrow } from "./promql";
import type { QueryTerms } from "./query-terms";
import { serviceOf } from "./services";
import type { CountedApp, Labels, Source } from "./source";

/** Terms where nothing is said. */
export const usualQuery: QueryTerms = {
  requests: 'http_requests_total{namespace="{{namespace}}"}',
  track: { label: "track" },
  countedBy: "backend",
};

interface Selector {
  readonly name: string;
  readonly matchers: string;
}

/** Name of the metric and matchers of a selector; undefined for anything else, which the schema refuses. */
export function splitSelector(selector: string): Selector | undefined {
  const [, name, matchers = ""] = /^([A-Za-z_:][\w:]*)\s*(?:\{(.*)\})?$/s.exec(selector.trim()) ?? [];
  return name === undefined ? undefined : { name, matchers: matchers.trim().replace(/,$/, "") };
}

/** Prometheus has no such thing in a regular expression. */
const notProbe = "(?!probe-)";

/** The track itself, its Service, or a pod of its Deployment; never the Service of the probes. */
function usualValue(counted: CountedApp, track: Track): string {
  const { app } = counted;
  return `${track}|${serviceOf(counted, track)}|${app}-${track}-${notProbe}(?:[a-z0-9]+-[a-z0-9]{5}|[a-z0-9]{15})`;
}

/** Status and route under the names that are read everywhere. */
function describe(labels: Labels, { status, protocol, route }: QueryTerms): Labels {
  const said = status === undefined ? undefined : (labels[status] ?? "");
  const http =
    said === undefined
      ? {}
      : { http_response_status_code: said, ...(protocol === undefined ? { code: said } : {}) };
  const call = { protocol: "grpc", ...(said === undefined ? {} : { grpc_response_status: said }) };
  return {
    ...(protocol === "grpc" ? call : http),
    ...(route === undefined ? {} : { http_route: labels[route] ?? "" }),
  };
}

/** Values of the label of the track that are neither track's. */
function explainValues(requests: string, label: string, found: readonly Labels[]): string | undefined {
  if (found.length === 0) return undefined;
  const values = [...new Set(found.map((labels) => labels[label] ?? ""))].toSorted().slice(0, 5);
  return `${requests} has series, but their label ${label} names no track: found ${values.map((value) => `"${value}"`).join(", ")}`;
}

/** Source of a person's own counters. */
export function openQuery(terms: QueryTerms): Source {
  const { track, countedBy, durations, status, route } = terms;
  const { name, matchers } = splitSelector(terms.requests) as Selector;
  const valueOf = (app: CountedApp, one: Track) =>
    new RegExp(`^(?:${fillIn(track[one] ?? usualValue(app, one), app)})$`);
  const matchTracks = (app: CountedApp, only?: Track): string => {
    const values = tracks
      .filter((one) => only === undefined || one === only)
      .map((one) => fillIn(track[one] ?? usualValue(app, one).replace(notProbe, ""), app));
    const isUsual = track.stable === undefined || track.canary === undefined;
    const probes = isUsual ? `,${track.label}!~"${app.app}-(stable|canary)-probe-.+"` : "";
    return `${track.label}=~${JSON.stringify(values.join("|"))}${probes}`;
  };
  const counts = { kind: "requests", isTimed: name === `${durations?.histogram}_count` } as const;
  return {
    profile: {
      about: "any counter that you name, with its labels of track and status",
      routers: "any",
      tellsCalls: true,
      blindTo: "what your selector leaves out",
    },
    asTold: openQuery,
    countsIn: countedBy === "pod" ? "pod" : "router",
    untold: ["gave-up", "routes"],
    requestNames: [
      ...[status, route, countedBy === "pod" ? undefined : track.label].filter((one) => one !== undefined),
      "source_",
      "destination_",
    ],
    ...(durations === undefined
      ? {}
      : { durations: { histogram: durations.histogram, perSecond: [durations.perSecond] } }),
    usualBoundsSeconds: durations?.boundsSeconds ?? [],
    selectors: (input) => {
      const { boundsSeconds: bounds = [] } = input;
      const isTimed = durations !== undefined && bounds.length > 0;
      const names = isTimed
        ? [
            `__name__=~"${name}|${durations.histogram}_(bucket|count)"`,
            matchBounds(bounds, [durations.perSecond]),
          ]
        : [];
      const all = [...names, fillIn(matchers, input), matchPlaces(input).slice(1)];
      return [`${isTimed ? "" : name}{${all.filter((one) => one !== "").join(",")}}`];
    },
    rates: (input, only) => {
      const selector = narrow(
        `${name}{${[fillIn(matchers, input), matchPlaces(input).slice(1)].filter((one) => one !== "").join(",")}}`,
        matchTracks(input, only),
      );
      const labels = status === undefined ? statusNames : [status];
      const failed = terms.protocol === "grpc" ? failedCall : failedStatus;
      return [{ selector, failed: labels.map((label) => `${label}=~"${failed}"`) }];
    },
    describe: (labels) => describe(labels, terms),
    trackOf: (labels, app) => {
      const value = labels[track.label] ?? "";
      return (["stable", "canary"] as const).find((one) => valueOf(app, one).test(value));
    },
    meaningOf: (labels) => {
      if (labels["__name__"] === name) return counts;
      return durations === undefined
        ? undefined
        : readHistogram(durations.histogram, labels, { kind: "timed" }, durations.perSecond);
    },
    looks: (input) => [
      ...(durations === undefined
        ? []
        : [
            {
              query: `count by (__name__, le) ({__name__=~"${durations.histogram}(_bucket|_count)?"})`,
              explain: (found: readonly Labels[]) => diagnoseHistogram(durations.histogram, found),
            },
          ]),
      {
        query: `count by (${track.label}) (${fillIn(terms.requests, input)})`,
        explain: (found) => explainValues(name, track.label, found),
      },
      {
        query: `count(${name})`,
        explain: (found) =>
          found.length === 0
            ? `there is no ${name}`
            : `${name} is there, but no series fits ${fillIn(terms.requests, input)}`,
      },
    ],
  };
}

/** Counters of any kind, by the selector and the label names of a person. */
export const query: Source = openQuery(usualQuery);
