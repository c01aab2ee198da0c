import type { Read } from "./exec-plugin";
import { readEntry, readText } from "./kubeconfig";
import type { Entry } from "./kubeconfig";

/** Token with its expiry; absent where the answer names none. */
export interface Token {
  readonly token: string;
  readonly expiresAtSeconds?: number;
}

/** Keys of AWS that sign requests. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const refuse = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

function parseObject(text: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? readEntry(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Moment in seconds since the epoch; undefined for one without time zone, which would be ambiguous. */
function readMoment(value: unknown): number | undefined {
  const text = readText(value) ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const moment = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment / 1000;
}

function readExpiry(entry: Entry, nowSeconds: number): number | undefined {
  const span = readText(entry["expires_in"]);
  if (span !== undefined && /^\d+$/.test(span)) return nowSeconds + Number(span);
  const moments = ["expires_on", "token_expiry", "expirationTimestamp", "expiry", "expiresOn"];
  return moments.map((key) => readMoment(entry[key])).find((moment) => moment !== undefined);
}

/** Words and pages that programs print where they have no token. */
const noToken = /^(?:null|undefined|none|false|<.*)$/i;

const isToken = (text: string): boolean => /^[\x21-\x7E]+$/.test(text) && !noToken.test(text);

/**
 * Reads the answer of a program or a token service: a token alone on a line, or JSON as `gcloud config config-helper`,
 * `az account get-access-token`, OAuth 2.0 and Kubernetes' credential plugins write it. Problems quote nothing of it.
 */
export function parseToken(text: string, nowSeconds: number): Read<Token> {
  const answer = parseObject(text);
  if (answer === undefined) {
    const token = text.trim();
    return isToken(token)
      ? { ok: true, value: { token } }
      : refuse("must give a token on one line, or JSON with one");
  }
  const inner = [answer, readEntry(answer["credential"]), readEntry(answer["status"])];
  for (const entry of inner) {
    const token = ["access_token", "accessToken", "token"].map((key) => readText(entry[key])).find(Boolean);
    if (token === undefined) continue;
    if (!isToken(token)) return refuse("must give a token that a header can carry");
    const expiresAtSeconds = readExpiry(entry, nowSeconds);
    return { ok: true, value: { token, ...(expiresAtSeconds === undefined ? {} : { expiresAtSeconds }) } };
  }
  return refuse(`must give a token: got ${readText(answer["error"]) ?? "JSON without one"}`);
}

/** Reads the output of `aws configure export-credentials --format process`. */
export function parseSigningKeys(text: string): Read<SigningKeys & { readonly expiresAtSeconds?: number }> {
  const answer = parseObject(text) ?? {};
  const [accessKeyId, secretAccessKey] = [
    readText(answer["AccessKeyId"]),
    readText(answer["SecretAccessKey"]),
  ];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    return refuse("must give JSON with AccessKeyId and SecretAccessKey");
  }
  const [sessionToken, expiresAtSeconds] = [
    readText(answer["SessionToken"]),
    readMoment(answer["Expiration"]),
  ];
  return {
    ok: true,
    value: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      ...(expiresAtSeconds === undefined ? {} : { expiresAtSeconds }),
    },
  };
}
