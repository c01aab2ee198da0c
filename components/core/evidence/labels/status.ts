import { brokenOffFlags } from "../../sources/promql";
import type { Labels } from "../../sources/source";
import { outcomeOfGrpc, parseGrpcStatus } from "./grpc-status";
import { isCommonWord, isNoStatus, parseHttpClass, parseHttpStatus } from "./http-status";
import type { Outcome } from "./outcome";
import {
  causeNames,
  classNames,
  eitherNames,
  failureFlags,
  flagNames,
  grpcNames,
  httpNames,
  protocolNames,
  resultNames,
  successFlags,
} from "./status-names";

/** Names of errors on the client's side of the connection, where a series has an error type and no status. */
const clientEnds = /cancel|abort|reset|disconnect|closed|epipe|client/i;

/** One of {@link brokenOffFlags} in a list of flags. */
const brokenOff = new RegExp(`(?:^|,)(?:${brokenOffFlags})(?:,|$)`);

function valuesOf(labels: Labels, names: readonly string[]): string[] {
  return names.flatMap((name) => labels[name] ?? []);
}

/** Of several statuses an error, wherever it stands, else the first one. */
function readHttp(labels: Labels): Outcome | undefined {
  const codes = valuesOf(labels, [...httpNames, ...eitherNames]).map(parseHttpStatus);
  const all = [...codes, ...valuesOf(labels, classNames).map(parseHttpClass)];
  return all.find((one) => one?.class === "5xx") ?? all.find((one) => one !== undefined);
}

/** Words for a failure, OpenTelemetry's status of a span among them; an error of the client is none. */
const failureWord =
  /^(?:(?:status_code|server|internal(?:_?server)?|app(?:lication)?)?_?err(?:or)?|fail(?:ed|ure)?|exception|panic(?:ked)?|crash(?:ed)?|time_?out|timed_?out|ko)$/i;

/** Whether a label says that the request failed, whatever status was sent before. */
function tellsFailure(labels: Labels): boolean {
  const says = (names: readonly string[], words: RegExp) =>
    valuesOf(labels, names).some((text) => words.test(text.trim()));
  return (
    says(failureFlags, /^(?:true|1|yes)$/i) ||
    says(successFlags, /^(?:false|0|no)$/i) ||
    says(flagNames, brokenOff) ||
    says([...eitherNames, ...resultNames], failureWord)
  );
}

/** Words for no error, a request of JSON-RPC that the client got wrong among them. */
const noError =
  /^(?:ok|false|no|n\/?a|nil|undefined|success|unset|no[ _]?error|[1-4]\d\d|-32(?:60[0-2]|700))$/i;

/** Name of the error by which a request ended; "" where there is none. */
function causeOf(labels: Labels): string {
  // A language prints its nothing in brackets: <nil>, (none), [].
  const texts = valuesOf(labels, causeNames).map((text) => text.replaceAll(/^[\s<([{]+|[\s>)\]}]+$/g, ""));
  return texts.find((text) => !isNoStatus(text) && !noError.test(text)) ?? "";
}

/** An answer that began well and failed later is no good one; nobody sees that in its status. */
function readEnd(labels: Labels, answered: Outcome): Outcome {
  if (answered.class !== "2xx") return answered;
  if (tellsFailure(labels)) return { class: "5xx" };
  const call = readGrpc(valuesOf(labels, eitherNames).filter((text) => /^(?!unknown$)[a-z]/i.test(text)));
  if (call !== undefined && call.class !== "2xx") return call;
  return causeOf(labels) === "" ? answered : readUnanswered(labels);
}

function readGrpc(texts: readonly string[]): Outcome | undefined {
  const code = texts.map(parseGrpcStatus).find((one) => one !== undefined);
  return code === undefined ? undefined : outcomeOfGrpc(code);
}

function isCall(labels: Labels): boolean {
  const isSaid = valuesOf(labels, protocolNames).some((text) =>
    /^(?:(?:application\/)?grpc|unary|.*_stream$)/i.test(text),
  );
  return isSaid || valuesOf(labels, [...grpcNames, "grpc_message"]).some((text) => text !== "");
}

/** Status of the call itself; without one, HTTP's where it is no success, since HTTP's 200 does not cover the call. */
function readCall(labels: Labels): Outcome | undefined {
  const own = readGrpc(valuesOf(labels, [...grpcNames, ...eitherNames]));
  if (own !== undefined) return own;
  const http = readHttp(labels);
  if (http !== undefined) return http.class === "2xx" ? undefined : http;
  const texts = valuesOf(labels, httpNames);
  return texts.length > 0 && texts.every(isNoStatus) ? { class: "gave-up" } : undefined;
}

/** No answer was sent: an error, unless it was the client who ended it. */
function readUnanswered(labels: Labels): Outcome {
  const cause = causeOf(labels);
  return { class: cause === "" || clientEnds.test(cause) ? "gave-up" : "5xx" };
}

/** Words of exporters for a request without a status, beside others with one. */
const unansweredWord = /^(?:unknown|other)$/i;

/** Language of the statuses of a metric, over all of its series. */
export interface Language {
  /** Some have statuses of HTTP. */
  readonly hasHttp: boolean;
  /** Some have gRPC's status of a call that went well. */
  readonly hasGoodCalls: boolean;
}

/** Whether a series has this bare number as its status, and no label that says it is of calls. */
export function hasNumber(labels: Labels, number: 0 | 1): boolean {
  return !isCall(labels) && valuesOf(labels, eitherNames).some((text) => text.trim() === `${number}`);
}

/** Language of the statuses of some series. */
export function languageOf(series: readonly Labels[]): Language {
  const isGoodCall = (labels: Labels) => readGrpc(valuesOf(labels, eitherNames))?.class === "2xx";
  return {
    hasHttp: series.some((labels) => !isCall(labels) && readHttp(labels) !== undefined),
    hasGoodCalls: series.some(isGoodCall),
  };
}

/**
 * Outcome of the requests of a series, from any label and form that states it.
 * @param language - of the series of the same metric, see {@link languageOf}
 * @returns undefined where the outcome is not known: never counted as good
 */
export function readOutcome(
  labels: Labels,
  { hasHttp: besideHttp, hasGoodCalls }: Language,
): Outcome | undefined {
  if (isCall(labels)) return readCall(labels);
  const http = readHttp(labels);
  if (http !== undefined) return readEnd(labels, http);
  const texts = valuesOf(labels, eitherNames);
  // Where no call ever went well, 2 and 5 may be classes of HTTP as well as errors of gRPC.
  if (!besideHttp && !hasGoodCalls && texts.some((text) => /^[1-5]$/.test(text.trim()))) return undefined;
  // No status of HTTP is below 100: a number from 1 to 16 is one of gRPC, whatever label is beside it.
  const clear = texts.filter((text) => Number(text) > 0 || isCommonWord(text));
  const call = readGrpc(besideHttp ? clear : texts);
  if (call !== undefined) return call;
  const all = [...texts, ...valuesOf(labels, [...httpNames, ...classNames])];
  // "Unknown" is an error of gRPC too, where calls are counted.
  const isSilent = (text: string) => isNoStatus(text) || (!hasGoodCalls && unansweredWord.test(text.trim()));
  return besideHttp && all.every(isSilent) ? readUnanswered(labels) : undefined;
}
