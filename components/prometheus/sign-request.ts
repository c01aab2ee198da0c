import { parseSigningKeys } from "../core/access/token-answer";
import type { SigningKeys } from "../core/access/token-answer";
import type { MetricsAccess } from "../core/access/metrics-access";
import { renewed } from "../http/renewed";
import type { Renewed } from "../http/renewed";
import type { Variables } from "../http/read-named";
import { askHelper } from "./token-source";

type Sigv4 = NonNullable<MetricsAccess["sigv4"]>;

/** A request that is about to be sent. */
export interface OutgoingRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: URL;
  readonly body?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const sources = new Map<string, Renewed<SigningKeys>>();

/** Keys of the environment, unless a profile is named; else those that AWS' own program finds. */
export function openSigningKeys({ profile }: Sigv4, environment: Variables): Renewed<SigningKeys> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (profile === undefined && accessKeyId && secretAccessKey) {
    const sessionToken = environment["AWS_SESSION_TOKEN"];
    const value = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
    return renewed(async () => await Promise.resolve({ value }));
  }
  const named = profile === undefined ? [] : ["--profile", profile];
  const line = ["aws", "configure", "export-credentials", "--format", "process", ...named];
  const key = line.join(" ");
  const source =
    sources.get(key) ??
    renewed<SigningKeys>(async (signal) => {
      const parsed = parseSigningKeys(await askHelper(line, signal));
      if (!parsed.ok) throw new Error(`credential helper "aws" ${parsed.problem}`);
      const { expiresAtSeconds, ...value } = parsed.value;
      return { value, expiresAtSeconds };
    });
  sources.set(key, source);
  return source;
}

/**
 * Signs a request for AWS.
 * @returns all headers of the request
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signRequest(
  { method, url, body, headers }: OutgoingRequest,
  { region, service }: Sigv4,
  keys: SigningKeys,
): Readonly<Record<string, string>> {
  const { sign } = require("aws4") as typeof import("aws4");
  const signed = sign(
    {
      method,
      service,
      region,
      host: url.host,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers },
      ...(body === undefined ? {} : { body }),
    },
    keys,
  );
  const { Host: _host, ...rest } = signed.headers as Record<string, string | number>;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
