import { rootCertificates } from "node:tls";
import { parseChallenge, type Challenge } from "./challenge";
import { basic, type Credentials, type FindCredentials } from "./credentials";
import { follow } from "./follow";
import { sendHttp, type HttpAnswer, type Send } from "./http";
import {
  apiHost,
  isLoopback,
  registryName,
  type ImageReference,
} from "../../../components/core/images/reference";
import { RegistryError } from "./registry-error";
import { fetchToken, type TokenRequest } from "./token";

/** Terms of speaking to one registry. */
export interface RegistrySettings {
  /** Host and perhaps port, as in image names. */
  readonly host: string;
  /** Certificates of a private authority, PEM, trusted besides the well-known ones. @default none */
  readonly ca?: string;
  /** Whether http is used instead of https. @default - only for loopback hosts without `ca` */
  readonly plainHttp?: boolean;
}

/** Dependencies and limits of a session. */
export interface SessionOptions {
  readonly findCredentials: FindCredentials;
  /** @default none */
  readonly registries?: readonly RegistrySettings[];
  /** Longest time of one question, with sign-in and redirects, ms. */
  readonly timeoutMs: number;
  /** @default - the network */
  readonly send?: Send;
}

/** Asks registries with whatever sign-in they want. */
export interface Session {
  /**
   * Gets a path of a repository's API, e.g. `/manifests/v1`.
   * @throws {RegistryError} when the registry cannot be reached, refuses, or fails
   * @returns the answer when it is 200 or 4xx other than 401, 403 and 429
   */
  get(at: ImageReference, path: string, accept: string, maxBytes: number): Promise<HttpAnswer>;
}

/** Opens a session: credentials, tokens and connections live as long as it does. */
export function openSession(options: SessionOptions): Session {
  const { findCredentials, timeoutMs, send = sendHttp } = options;
  const credentials = new Map<string, Promise<Credentials>>();
  const tokens = new Map<string, Promise<string | undefined>>();
  const settings = new Map(
    (options.registries ?? []).map((each) => [
      registryName(each.host),
      {
        plainHttp: each.plainHttp ?? (each.ca === undefined && isLoopback(each.host)),
        tls: each.ca === undefined ? undefined : { ca: [...rootCertificates, each.ca] },
      },
    ]),
  );

  const credentialsOf = ({ registry, repository }: ImageReference): Promise<Credentials> => {
    const key = `${registry}/${repository}`;
    const found = credentials.get(key) ?? findCredentials(registry, repository);
    credentials.set(key, found);
    return found;
  };

  return {
    async get(at, path, accept, maxBytes) {
      const { registry, repository } = at;
      const { plainHttp, tls } = settings.get(registry) ?? {
        plainHttp: isLoopback(registry),
        tls: undefined,
      };
      const url = new URL(`${plainHttp ? "http" : "https"}://${apiHost(registry)}/v2/${repository}${path}`);
      const signal = AbortSignal.timeout(timeoutMs);
      const common = { signal, timeoutMs, ...(tls === undefined ? {} : { tls }) };
      const key = `${registry}/${repository}`;
      const attempt = (authorization: string | undefined): Promise<HttpAnswer> => {
        const headers = { accept, ...(authorization === undefined ? {} : { authorization }) };
        return follow(send, { ...common, url, headers, maxBytes });
      };
      const used = tokens.get(key);
      const first = await attempt(await used);
      if (first.status !== 401) return judge(first, url);
      const challenge = parseChallenge(first.headers["www-authenticate"]);
      const known = await credentialsOf(at);
      if (challenge === undefined) return judge(first, url);
      const signIn = (shown: Credentials): Promise<string | undefined> =>
        authorize(send, { ...common, challenge, credentials: shown, plainHttp, repository });
      const ask = (): Promise<string | undefined> => signIn(known);
      // Another question may have signed in while this one was refused.
      const newest = tokens.get(key);
      const fresh = newest !== undefined && newest !== used ? newest : ask();
      tokens.set(key, fresh);
      fresh.catch(() => tokens.delete(key));
      const signedIn = async (given: Promise<string | undefined>): Promise<HttpAnswer> => {
        const authorization = await given;
        return judge(authorization === undefined ? first : await attempt(authorization), url);
      };
      try {
        return await signedIn(fresh);
      } catch (error) {
        if (!isRefusal(error) || known.kind === "anonymous" || challenge.scheme !== "bearer") throw error;
        // An old password must not hide public content.
        const open = signIn({ kind: "anonymous" });
        return await signedIn(open).then(
          (answer) => {
            tokens.set(key, open);
            return answer;
          },
          () => {
            throw error;
          },
        );
      }
    },
  };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof RegistryError && error.code === "unauthorized";

interface SignIn extends Omit<TokenRequest, "challenge" | "scope"> {
  readonly challenge: Challenge;
  readonly repository: string;
}

/** The `Authorization` header that answers a challenge; undefined when there is nothing to show. */
async function authorize(send: Send, asked: SignIn): Promise<string | undefined> {
  const { challenge, credentials, repository } = asked;
  if (challenge.scheme === "basic") {
    return credentials.kind === "password" ? basic(credentials.username, credentials.password) : undefined;
  }
  if (credentials.kind === "registry-token") return `Bearer ${credentials.token}`;
  return `Bearer ${await fetchToken(send, { ...asked, challenge, scope: `repository:${repository}:pull` })}`;
}

function judge(answer: HttpAnswer, url: URL): HttpAnswer {
  const { status } = answer;
  if (status === 200 || (status >= 400 && status < 500 && ![401, 403, 429].includes(status))) return answer;
  const code = status === 401 || status === 403 ? "unauthorized" : "unreachable";
  throw new RegistryError(code, `${url.origin}${url.pathname}`, `it answered ${status}`);
}
