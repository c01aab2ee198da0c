import type { PluginCredentials } from "../../core/access/exec-plugin";
import { parseDiscovery, parseTokens, toCredentials } from "../../core/access/oidc";
import { mayCarrySecrets } from "../../core/access/secure-address";
import { sendHttp } from "../../http/client";
import type { HttpRequest } from "../../http/client";
import { renewedCredentials } from "./renewed-credentials";
import type { Credentials } from "./credentials";

const maxBytes = 1024 * 1024;
const timeoutMs = 30_000;

/** `config` of the auth-provider oidc. */
export interface OidcSettings {
  readonly config: Readonly<Record<string, string>>;
  /** The issuer's authority, PEM. @default - the usual ones */
  readonly ca?: string | undefined;
}

/**
 * ID tokens by the auth-provider oidc: the kubeconfig's own until it ends, then by its refresh token. New tokens are
 * kept in this process only.
 */
export function oidcCredentials({ config, ca }: OidcSettings): Credentials {
  let { "id-token": idToken, "refresh-token": refreshToken } = config;
  const { "idp-issuer-url": issuer, "client-id": clientId, "client-secret": secret } = config;
  const read = async (
    request: Pick<HttpRequest, "url" | "method" | "headers" | "body">,
    signal: AbortSignal,
  ) => {
    const tls = ca === undefined ? undefined : { ca };
    const { status, body } = await sendHttp({ ...request, tls, timeoutMs, maxBytes, signal });
    const text = body.toString("utf8");
    if (status >= 500) throw new Error(`the issuer answered HTTP ${status}`);
    return text;
  };
  const demand = <Value>(
    found: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string },
  ): Value => {
    if (!found.ok) throw new Error(found.problem);
    return found.value;
  };

  return renewedCredentials(async (signal): Promise<PluginCredentials> => {
    // Once: what ended, or was refused, comes here again.
    const given = idToken === undefined ? undefined : toCredentials(idToken);
    idToken = undefined;
    if (given !== undefined && (given.expiresAtSeconds ?? 0) * 1000 > Date.now()) return given;
    if (issuer === undefined || clientId === undefined || refreshToken === undefined) {
      throw new Error(
        "the id-token ended, and idp-issuer-url, client-id and refresh-token must be set to get another",
      );
    }
    if (!mayCarrySecrets(issuer)) throw new Error(`idp-issuer-url must be https: got ${issuer}`);
    const url = `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`;
    const endpoint = demand(parseDiscovery(await read({ url }, signal)));
    const form = { grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken };
    const body = new URLSearchParams(secret === undefined ? form : { ...form, client_secret: secret });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const tokens = demand(
      parseTokens(await read({ url: endpoint, method: "POST", headers, body: body.toString() }, signal)),
    );
    refreshToken = tokens.refreshToken ?? refreshToken;
    return toCredentials(tokens.idToken);
  });
}
