import type { Labels } from "../sources/source";
import { outcomeOfGrpc, parseGrpcStatus } from "./grpc-status";
import { isNoStatus, parseHttpClass, parseHttpStatus } from "./http-status";
import type { Outcome } from "./outcome";

/** Labels with a status of HTTP and of nothing else. */
const httpNames = [
  "http_response_status_code",
  "http_status_code",
  "http_response_code",
  "response_code",
  "http_code",
  "http_status",
  "envoy_response_code",
];

const classNames = ["response_code_class", "envoy_response_code_class", "status_class", "code_class"];

/** Labels with a status of HTTP or of gRPC. */
const eitherNames = ["code", "status_code", "status", "response_status"];

const grpcNames = [
  "grpc_response_status",
  "rpc_grpc_status_code",
  "rpc_response_status_code",
  "grpc_status_code",
  "grpc_status",
  "grpc_code",
];

const protocolNames = ["protocol", "request_protocol", "rpc_system", "rpc_system_name", "grpc_type"];

/** Names of labels that may contain a status. */
export const statusNames: readonly string[] = [...httpNames, ...eitherNames, ...classNames, ...grpcNames];

/** Names of errors on the client's side of the connection, where a series has an error type and no status. */
const clientEnds = /cancel|abort|reset|disconnect|closed|epipe|client/i;

function valuesOf(labels: Labels, names: readonly string[]): string[] {
  return names.flatMap((name) => labels[name] ?? []);
}

function readHttp(labels: Labels): Outcome | undefined {
  const codes = valuesOf(labels, [...httpNames, ...eitherNames]).map(parseHttpStatus);
  return [...codes, ...valuesOf(labels, classNames).map(parseHttpClass)].find((one) => one !== undefined);
}

function readGrpc(texts: readonly string[]): Outcome | undefined {
  const code = texts.map(parseGrpcStatus).find((one) => one !== undefined);
  return code === undefined ? undefined : outcomeOfGrpc(code);
}

function isCall(labels: Labels): boolean {
  const isSaid = valuesOf(labels, protocolNames).some((text) => /^(?:grpc|unary|.*_stream$)/i.test(text));
  return isSaid || valuesOf(labels, grpcNames).some((text) => text !== "");
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
function readUnanswered({ error_type: type = "" }: Labels): Outcome {
  return { class: type === "" || clientEnds.test(type) ? "gave-up" : "5xx" };
}

/** Whether any of these series has a status of HTTP. */
export function speaksHttp(series: readonly Labels[]): boolean {
  return series.some((labels) => !isCall(labels) && readHttp(labels) !== undefined);
}

/**
 * Outcome of the requests of a series, from any label and form that states it.
 * @param besideHttp - series of the same metric have statuses of HTTP, see {@link speaksHttp}
 * @returns undefined where the outcome is not known: never counted as good
 */
export function readOutcome(labels: Labels, besideHttp: boolean): Outcome | undefined {
  if (isCall(labels)) return readCall(labels);
  const http = readHttp(labels);
  if (http !== undefined) return http;
  const texts = valuesOf(labels, eitherNames);
  // No status of HTTP is below 100: a number from 1 to 16 is one of gRPC, whatever label is beside it.
  const numbers = texts.filter((text) => Number(text) > 0);
  const call = readGrpc(besideHttp ? numbers : texts);
  if (call !== undefined) return call;
  const all = [...texts, ...valuesOf(labels, [...httpNames, ...classNames])];
  return besideHttp && all.every(isNoStatus) ? readUnanswered(labels) : undefined;
}
