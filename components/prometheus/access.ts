import type { MetricsAccess } from "../core/access/metrics-access";
import { mayCarrySecrets } from "../core/access/secure-address";
import type { TlsOptions } from "../http/agent";
import { readNamed } from "../http/read-named";
import type { Variables } from "../http/read-named";
import { openSigningKeys, signRequest } from "./sign-request";
import type { OutgoingRequest } from "./sign-request";
import { openTokenSource } from "./token-source";

/** Access to a direct address, with the secrets that no message may contain. */
export interface DirectAccess {
  readonly tls: TlsOptions;
  /** No message contains them; later ones are added. */
  readonly secrets: readonly string[];
  /**
   * Headers of one request, with its credentials.
   * @throws {Error} where there are none
   */
  authorize(request: OutgoingRequest, signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /**
   * Takes note that the server refused them (401).
   * @returns whether others may be had by asking again
   */
  refused(): boolean;
}

const contents = {
  ca: "certificates in PEM",
  cert: "a certificate in PEM",
  key: "a private key in PEM",
} as const;

/** Parts of an access that change from request to request: tokens that expire, signatures. */
interface Changing {
  readonly authorize: DirectAccess["authorize"];
  readonly refused: () => boolean;
}

function openChanging(
  { tokenFrom, sigv4, prometheus }: MetricsAccess,
  environment: Variables,
  hide: (secret: string) => void,
): Changing | undefined {
  if (sigv4 !== undefined) {
    const source = openSigningKeys(sigv4, environment);
    return {
      authorize: async (request, signal) => {
        const keys = await source.get(signal);
        hide(keys.secretAccessKey);
        hide(keys.sessionToken ?? "");
        return signRequest(request, sigv4, keys);
      },
      refused: () => false,
    };
  }
  if (tokenFrom === undefined || typeof tokenFrom === "string") return undefined;
  const action = `ask Prometheus at "${prometheus}"`;
  const key = "analysis.tokenFrom.oauth2.clientSecretFrom";
  const readSecret = (name: string): string => {
    const secret = readNamed({ action, key, name, content: "a client's secret" }, environment);
    hide(secret);
    return secret;
  };
  const source = openTokenSource({ source: tokenFrom, readSecret });
  let given: string | undefined;
  return {
    authorize: async ({ headers }, signal) => {
      given = await source.get(signal);
      hide(given);
      return { ...headers, authorization: `Bearer ${given}` };
    },
    refused: () => {
      if (given !== undefined) source.refused(given);
      return given !== undefined;
    },
  };
}

/**
 * Opens the access to a direct address; secrets are named in the settings and read here, at every opening, so that
 * rotated files count.
 * @throws {Error} when a name has no value, or credentials would go over plain http
 */
export function openAccess(settings: MetricsAccess, environment: Variables): DirectAccess {
  const { prometheus, tokenFrom, basic, tls = {}, tenant, headersFrom = {}, sigv4 } = settings;
  const read = (key: string, name: string, content: string): string =>
    readNamed(
      { action: `ask Prometheus at "${prometheus}"`, key: `analysis.${key}`, name, content },
      environment,
    );
  const isSecret = [tokenFrom, basic, sigv4].some(Boolean) || Object.keys(headersFrom).length > 0;
  if (isSecret && !mayCarrySecrets(prometheus)) {
    throw new Error(
      `Cannot ask Prometheus at "${prometheus}": sluice:analysis.prometheus must be https, since credentials are sent: got http`,
    );
  }
  const token = typeof tokenFrom === "string" ? read("tokenFrom", tokenFrom, "a bearer token") : undefined;
  const password =
    basic === undefined ? undefined : read("basic.passwordFrom", basic.passwordFrom, "a password");
  const pair = basic === undefined ? undefined : Buffer.from(`${basic.user}:${password}`).toString("base64");
  const own = Object.entries(headersFrom).map(
    ([name, from]) => [name.toLowerCase(), read(`headersFrom.${name}`, from, "a header's value")] as const,
  );
  const pem = (["ca", "cert", "key"] as const).flatMap((key) => {
    const name = tls[key];
    return name === undefined ? [] : [[key, read(`tls.${key}`, name, contents[key])]];
  });
  const secrets = [token, password, pair, ...own.map(([, value]) => value)].filter(
    (one) => one !== undefined,
  );
  const authorization =
    token !== undefined ? `Bearer ${token}` : pair !== undefined ? `Basic ${pair}` : undefined;
  const fixed = {
    ...(tenant === undefined ? {} : { "x-scope-orgid": tenant }),
    ...Object.fromEntries(own),
    ...(authorization === undefined ? {} : { authorization }),
  };
  const hide = (secret: string): void => {
    if (!secrets.includes(secret)) secrets.push(secret);
  };
  const changing = openChanging(settings, environment, hide);
  return {
    tls: Object.fromEntries(pem),
    secrets,
    authorize: async (request, signal) => {
      const headers = { ...request.headers, ...fixed };
      return changing === undefined ? headers : await changing.authorize({ ...request, headers }, signal);
    },
    refused: () => changing?.refused() ?? false,
  };
}
