import type { ClientCredentials, TokenSource } from "../core/access/metrics-access";
import { parseToken } from "../core/access/token-answer";
import type { Token } from "../core/access/token-answer";
import { sendHttp } from "../http/client";
import { renewed } from "../http/renewed";
import type { Renewed } from "../http/renewed";
import { runHelper } from "../http/run-helper";

/** Longest run of a program, longest answer of a token service. */
const timeoutMs = 60_000;
const maxBytes = 1024 * 1024;
/** Life of a token whose end is not given, seconds. */
const usualSeconds = 300;

const helpers = {
  google: ["gcloud", "config", "config-helper", "--format=json"],
  azure: (resource: string) => [
    "az",
    "account",
    "get-access-token",
    "--output=json",
    `--resource=${resource}`,
  ],
} as const;

/** Tokens of this process, by the request that gets them: a program does not run again for each request. */
const sources = new Map<string, Renewed<string>>();

/** Runs a program that prints credentials; `parse` reads them. */
export async function askHelper(line: readonly string[], signal: AbortSignal): Promise<string> {
  const [command = "", ...args] = line;
  return await runHelper({ command, args, env: {} }, { timeoutMs, signal }).catch((error: Error) => {
    throw new Error(`credential helper "${command}" ${error.message}`);
  });
}

async function askTokenService(
  { tokenUrl, clientId, scopes, audience }: ClientCredentials,
  secret: string,
  signal: AbortSignal,
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
    ...(audience === undefined ? {} : { audience }),
  });
  const post = async (headers: Readonly<Record<string, string>>, body: URLSearchParams) =>
    await sendHttp({
      url: tokenUrl,
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
        ...headers,
      },
      body: body.toString(),
      timeoutMs,
      maxBytes,
      signal,
    });
  const encoded = [clientId, secret].map(encodeURIComponent).join(":");
  const first = await post({ authorization: `Basic ${Buffer.from(encoded).toString("base64")}` }, form);
  // Some services take the client only in the form.
  const isRefused = first.status === 400 || first.status === 401;
  const answer = isRefused
    ? await post({}, new URLSearchParams([...form, ["client_id", clientId], ["client_secret", secret]]))
    : first;
  if (answer.status >= 500) throw new Error(`token service answered HTTP ${answer.status}`);
  return answer.body.toString("utf8");
}

/** Settings that a token source is made from. */
export interface TokenTerms {
  readonly source: TokenSource;
  /** Reads the client's secret. */
  readonly readSecret: (name: string) => string;
}

async function ask({ source, readSecret }: TokenTerms, signal: AbortSignal): Promise<Token> {
  const [who, text] =
    "oauth2" in source
      ? [
          "token service",
          await askTokenService(source.oauth2, readSecret(source.oauth2.clientSecretFrom), signal),
        ]
      : await runSource(source, signal);
  const parsed = parseToken(text, Date.now() / 1000);
  if (!parsed.ok) throw new Error(`${who} ${parsed.problem}`);
  return parsed.value;
}

async function runSource(
  source: Exclude<TokenSource, { readonly oauth2: unknown }>,
  signal: AbortSignal,
): Promise<[who: string, text: string]> {
  const line =
    "google" in source
      ? helpers.google
      : "azure" in source
        ? helpers.azure(source.azure.resource)
        : source.command;
  return [`credential helper "${line[0] ?? ""}"`, await askHelper(line, signal)];
}

/** Opens a source of bearer tokens; one for each way of asking in this process. */
export function openTokenSource(terms: TokenTerms): Renewed<string> {
  const key = JSON.stringify(terms.source);
  const source =
    sources.get(key) ??
    renewed(async (signal) => {
      const { token, expiresAtSeconds = Date.now() / 1000 + usualSeconds } = await ask(terms, signal);
      return { value: token, expiresAtSeconds };
    });
  sources.set(key, source);
  return source;
}
