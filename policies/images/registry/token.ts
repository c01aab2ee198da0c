import { z } from "zod";
import type { TlsOptions } from "../../../components/http/agent";
import type { Challenge } from "./challenge";
import { basic, type Credentials } from "./credentials";
import { follow } from "./follow";
import { showUrl, type HttpRequest, type Send } from "./http";
import { RegistryError } from "./registry-error";

const answerSchema = z.object({
  token: z.string().min(1).optional(),
  access_token: z.string().min(1).optional(),
});

const maxBytes = 1024 * 1024;

/** Request for a token. */
export interface TokenRequest {
  readonly challenge: Extract<Challenge, { scheme: "bearer" }>;
  /** E.g. `repository:team/app:pull`, asked for where the registry names none. */
  readonly scope: string;
  readonly credentials: Credentials;
  /** Whether the registry itself is spoken to over plain http; else its token service must be https. */
  readonly plainHttp: boolean;
  readonly tls?: TlsOptions;
  /** Longest time of everything, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

function toRequest(realm: URL, asked: TokenRequest): HttpRequest {
  const { challenge, credentials, tls, timeoutMs, signal } = asked;
  const scope = challenge.scope ?? asked.scope;
  const common = { maxBytes, timeoutMs, signal, ...(tls === undefined ? {} : { tls }) };
  if (credentials.kind === "identity-token") {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      service: challenge.service ?? realm.host,
      client_id: "sluice",
      scope,
      refresh_token: credentials.token,
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return { ...common, url: realm, method: "POST", headers, body: form.toString() };
  }
  const url = new URL(realm.href);
  if (challenge.service !== undefined) url.searchParams.set("service", challenge.service);
  url.searchParams.set("scope", scope);
  const authorization =
    credentials.kind === "password"
      ? { authorization: basic(credentials.username, credentials.password) }
      : {};
  return { ...common, url, headers: authorization };
}

/**
 * Has a registry's token service give a token that allows to pull.
 * @throws {RegistryError} `unauthorized` when it refuses, `bad-answer` when its address or its answer is unusable
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export async function fetchToken(send: Send, asked: TokenRequest): Promise<string> {
  const { challenge, plainHttp } = asked;
  const realm = URL.canParse(challenge.realm) ? new URL(challenge.realm) : undefined;
  if (realm === undefined || !(realm.protocol === "https:" || (plainHttp && realm.protocol === "http:"))) {
    throw new RegistryError(
      "bad-answer",
      "a token",
      `its service must be an https address: got "${challenge.realm}"`,
    );
  }
  const request = toRequest(realm, asked);
  // A form with a refresh token is never sent on to where a redirect points.
  const answer = await (request.method === "POST" ? send(request) : follow(send, request));
  const what = `a token from ${showUrl(realm)}`;
  if (answer.status !== 200) {
    const code = answer.status === 401 || answer.status === 403 ? "unauthorized" : "bad-answer";
    throw new RegistryError(code, what, `it answered ${answer.status}`);
  }
  const { token, access_token: accessToken } = parseAnswer(answer.body);
  const given = token ?? accessToken;
  if (given === undefined)
    throw new RegistryError("bad-answer", what, "its answer must be JSON with a token");
  return given;
}

function parseAnswer(body: Buffer): z.output<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(body.toString("utf8")));
  } catch {
    return {};
  }
}
