import type { Outcome } from "./outcome";

/** Status that proxies write where the client closed the connection before the answer. */
const clientClosed = 499;

/** Unauthenticated, and too many requests. */
const excused: readonly number[] = [401, 429];

const classes = ["2xx", "2xx", "3xx", "4xx", "5xx"] as const;

/** Classes in words, as Micrometer and Spring write them. */
const classWords: Readonly<Record<string, Outcome["class"]>> = {
  INFORMATIONAL: "2xx",
  SUCCESS: "2xx",
  SUCCESSFUL: "2xx",
  REDIRECTION: "3xx",
  CLIENT_ERROR: "4xx",
  SERVER_ERROR: "5xx",
};

/** A class alone: "5xx", "5XX", "5x", "5**", "500-599". */
const classText = /^([1-5])(?:xx?|\*\*|\.\.|__|00-\1(?:99))$/i;
/** A status with its words, as "500 Internal Server Error" or "HTTP 500". */
const wordy = /^(?:http[ _/]?(?:\d(?:\.\d)? )?)?([1-5]\d\d)(?:[ _-]\D.*)?$/i;

/** A status' words without blanks and signs. */
const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, "");

/** Words that a call of gRPC may end with, too. */
const commonWords: readonly string[] = ["ok", "notfound"];

/** Codes by the letters of their words. */
const codes: Readonly<Record<string, number>> = {
  created: 201,
  accepted: 202,
  nocontent: 204,
  partialcontent: 206,
  movedpermanently: 301,
  found: 302,
  seeother: 303,
  notmodified: 304,
  temporaryredirect: 307,
  permanentredirect: 308,
  badrequest: 400,
  unauthorized: 401,
  forbidden: 403,
  methodnotallowed: 405,
  notacceptable: 406,
  requesttimeout: 408,
  conflict: 409,
  gone: 410,
  preconditionfailed: 412,
  payloadtoolarge: 413,
  contenttoolarge: 413,
  unsupportedmediatype: 415,
  unprocessableentity: 422,
  unprocessablecontent: 422,
  toomanyrequests: 429,
  internalservererror: 500,
  notimplemented: 501,
  badgateway: 502,
  serviceunavailable: 503,
  gatewaytimeout: 504,
};

/** Whether words mean the same to HTTP and to gRPC. */
export const isCommonWord = (text: string): boolean => commonWords.includes(lettersOf(text));

function toOutcome(code: number): Outcome | undefined {
  const group = classes[Math.floor(code / 100) - 1];
  if (group === undefined || !Number.isInteger(code)) return undefined;
  const excuse = excused.includes(code) ? ({ isExcused: true } as const) : {};
  return { class: code === clientClosed ? "gave-up" : group, code, ...excuse };
}

/** Reads a number, perhaps with words, or a class. */
function parseNumbered(text: string): Outcome | undefined {
  const trimmed = text.trim();
  const digit = classText.exec(trimmed)?.[1];
  if (digit !== undefined) return parseHttpClass(digit);
  const number = trimmed === "" ? Number.NaN : Number(trimmed);
  return toOutcome(Number.isNaN(number) ? Number(wordy.exec(trimmed)?.[1]) : number);
}

/**
 * Reads a status of HTTP in any form that exporters write: a number, a class, a number with its words, the words alone
 * unless gRPC has them too.
 * @example parseHttpStatus("500.0") // { class: "5xx", code: 500 }
 * @example parseHttpStatus("BAD_GATEWAY") // { class: "5xx", code: 502 }
 */
export function parseHttpStatus(text: string): Outcome | undefined {
  const numbered = parseNumbered(text);
  if (numbered !== undefined || /\d/.test(text)) return numbered;
  const code = codes[lettersOf(text)];
  return code === undefined ? undefined : toOutcome(code);
}

/** Reads a label with a class of status: "5", "SERVER_ERROR", or a number of {@link parseHttpStatus}. */
export function parseHttpClass(text: string): Outcome | undefined {
  const worded = classWords[text];
  if (worded !== undefined) return { class: worded };
  return /^[1-5]$/.test(text)
    ? { class: classes[Number(text) - 1] as Outcome["class"] }
    : parseNumbered(text);
}

/** Whether a text means that there was no status: the connection ended before the answer. */
export function isNoStatus(text: string): boolean {
  return /^(?:|0+|-|-1|none|null)$/i.test(text.trim());
}
