import type { RawSeries } from "../../verdict/index";
import { tracks } from "../../track";
import type { Track } from "../../track";
import { showValues } from "../samples/entry";
import { answerOf } from "./answer";
import type { Doubt, Entry } from "../samples/entry";
import { growthOf, growthOfAll } from "../samples/growth";
import { identify, targetOf } from "../labels/labels";
import type { Outcome } from "../labels/outcome";
import { hasNumber, languageOf, readOutcome } from "../labels/status";
import type { Language } from "../labels/status";
import { statusNames } from "../labels/status-names";
import { findUnasked } from "../labels/unasked";

/** Terms by which series are counted besides requests and errors. */
export interface CountTerms {
  /** Upper ends of the buckets that are judged, seconds. @default none */
  readonly boundsSeconds?: readonly number[];
  /** Events that are answers with one of these codes. @default none */
  readonly coded?: readonly { readonly name: string; readonly codes: readonly number[] }[];
  /** Routes whose requests no user made; `*` stands for any text. @default none */
  readonly ignoreRoutes?: readonly string[];
}

/** Entry with the outcome of its requests where it is known, and the reason why they are left out, if they are. */
export interface Told extends Entry {
  readonly outcome: Outcome | undefined;
  readonly unasked: string | undefined;
}

/** Language of counts; where more requests have 1 than 0, the numbers may be flags, and 0 shows no call that went well. */
function languageOfCounts(counts: readonly Entry[]): Language {
  const grown = (number: 0 | 1) => growthOfAll(counts.filter(({ request }) => hasNumber(request, number)));
  const language = languageOf(counts.map(({ request }) => request));
  return grown(1) > grown(0) ? { ...language, hasGoodCalls: false } : language;
}

/** Reads how the requests of all entries ended. */
export function tellOutcomes(entries: readonly Entry[], { ignoreRoutes = [] }: CountTerms): Told[] {
  const counts = entries.filter(({ meaning }) => meaning.kind === "requests");
  const language = languageOfCounts(counts);
  return entries.map((entry) => ({
    ...entry,
    outcome: readOutcome(entry.request, language),
    unasked: entry.meaning.kind === "presence" ? undefined : findUnasked(entry.request, ignoreRoutes),
  }));
}

/**
 * Whether a request ends long after it was routed: it does not count for the share of now, and its duration is no
 * latency.
 */
function isStream({ request, outcome }: Told): boolean {
  const { protocol = "", network_protocol_name: name = protocol, grpc_type: call = "" } = request;
  return (
    outcome?.code === 101 ||
    /stream$/i.test(call) ||
    [protocol, name].some((one) => /^(?:websocket|sse)$/i.test(one))
  );
}

function countRequests(told: Told, { coded = [], boundsSeconds = [] }: CountTerms): string[] {
  const { outcome, meaning } = told;
  if (outcome === undefined) return ["untold"];
  const { class: group, code } = outcome;
  const kinds = {
    "gave-up": ["gave-up"],
    "5xx": ["requests", "errors"],
  }[group as string] ?? ["requests"];
  const events = coded.filter(({ codes }) => code !== undefined && codes.includes(code));
  const stream = isStream(told) ? ["stream"] : [];
  const isTimed = meaning.kind === "requests" && meaning.isTimed && boundsSeconds.length > 0;
  const timed = isTimed && stream.length === 0 && group !== "gave-up" ? ["timed"] : [];
  return [...kinds, ...stream, ...events.map(({ name }) => `event:${name}`), ...timed];
}

function hasStatus({ request }: Entry): boolean {
  return statusNames.some((name) => (request[name] ?? "") !== "");
}

/**
 * Counts that a series feeds; undefined for one that is not judged.
 * @param isOfRequests - the histogram's count is that of the requests, with their outcome: its buckets go with it
 */
function countersOf(told: Told, terms: CountTerms, isOfRequests: boolean): readonly string[] | undefined {
  const { meaning, unasked, outcome } = told;
  const { boundsSeconds = [] } = terms;
  if (meaning.kind === "presence") return [];
  if (meaning.kind === "requests") return unasked === undefined ? countRequests(told, terms) : ["unasked"];
  const hasOutcome = isOfRequests || hasStatus(told);
  const isAnswer = !hasOutcome || (outcome !== undefined && outcome.class !== "gave-up");
  if (unasked !== undefined || !isAnswer || isStream(told)) return undefined;
  if (meaning.kind === "timed") return boundsSeconds.length === 0 ? [] : ["timed"];
  return boundsSeconds.includes(meaning.boundSeconds) ? [`within:${meaning.boundSeconds}`] : undefined;
}

/** Series as the engine reads them. */
export function toRawSeries(all: readonly Told[], terms: CountTerms): RawSeries[] {
  const isOfRequests = all.some(({ meaning }) => meaning.kind === "requests" && meaning.isTimed);
  return all.flatMap((told) => {
    const { labels, track, samples } = told;
    const counters = countersOf(told, terms, isOfRequests);
    if (counters === undefined) return [];
    const isCounted = told.meaning.kind === "requests" && told.unasked === undefined;
    const answer = isCounted ? answerOf(told.request, told.outcome, isStream(told)) : undefined;
    const known = answer === undefined ? {} : { answer };
    return [{ id: identify(labels), target: targetOf(labels), track, counters, ...known, samples }];
  });
}

/** The labels in which a status was looked for, or those that there are. */
function showStatus(series: readonly Told[]): string {
  const names = statusNames.filter((name) => series.some(({ request }) => (request[name] ?? "") !== ""));
  if (names.length > 0) {
    return names
      .map((name) =>
        showValues(
          name,
          series.map(({ request }) => request[name]),
        ),
      )
      .join(" and ");
  }
  const others = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))];
  return `only ${others
    .filter((name) => name !== "__name__")
    .toSorted()
    .join(", ")}`;
}

/** Series of a track whose outcome is not known although requests are counted there. */
function findUntold(counts: readonly Told[]): readonly Told[] {
  const untold = counts.filter(({ outcome }) => outcome === undefined);
  if (untold.length === counts.length) return untold;
  const grown = untold.filter(({ samples }) => growthOf(samples) > 0);
  // Few requests end without an answer; where most have no status, the status is missing and not the answer.
  const silent = counts.filter((one) => one.outcome !== undefined && !hasStatus(one));
  const isMost = 2 * growthOfAll(silent) > growthOfAll(counts);
  return isMost ? [...grown, ...silent] : grown;
}

/** Doubts about requests whose outcome is not known: they must not count as good. */
export function findOutcomeDoubts(all: readonly Told[]): Doubt[] {
  const counts = all.filter(({ meaning, unasked }) => meaning.kind === "requests" && unasked === undefined);
  const of = (track: Track) => findUntold(counts.filter((one) => one.track === track));
  const untold = tracks.filter((track) => of(track).length > 0);
  if (untold.length === 0) return [];
  return [
    {
      text: `requests of ${untold.join(" and ")} must have a known outcome: got ${showStatus(untold.flatMap(of))}`,
      fix: 'let the counter have a label code with the status of HTTP, or with that of gRPC and protocol="grpc"',
    },
  ];
}

/** Remark where most requests of a track are left out. */
export function noteUnasked(all: readonly Told[]): string[] {
  return tracks.flatMap((track) => {
    const counts = all.filter((one) => one.track === track && one.meaning.kind === "requests");
    const left = counts.filter(({ unasked }) => unasked !== undefined);
    const [share, whole] = [growthOfAll(left), growthOfAll(counts)];
    if (2 * share <= whole) return [];
    const routes = [...new Set(left.map(({ unasked }) => unasked as string))].toSorted().slice(0, 5);
    return [
      `most requests of ${track} are no users' and are left out (${routes.join(", ")}: ${share} of ${whole})`,
    ];
  });
}
