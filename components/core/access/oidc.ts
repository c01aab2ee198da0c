import type { PluginCredentials, Read } from "./exec-plugin";
import { readEntry, readText } from "./kubeconfig";
import type { Entry } from "./kubeconfig";
import { mayCarrySecrets } from "./secure-address";

const refuse = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

function parseObject(text: string): Entry {
  try {
    return readEntry(JSON.parse(text));
  } catch {
    return {};
  }
}

/** End of an ID token, seconds since the epoch; 0 for a text that is no ID token, so that it counts as expired. */
function endOf(token: string): number {
  const claims = token.split(".")[1] ?? "";
  try {
    const { exp } = parseObject(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof exp === "number" ? exp : 0;
  } catch {
    return 0;
  }
}

/** The ID token as credentials. */
export function toCredentials(token: string): PluginCredentials {
  return { token, expiresAtSeconds: endOf(token) };
}

/** Reads where an issuer exchanges tokens. */
export function parseDiscovery(text: string): Read<string> {
  const endpoint = readText(parseObject(text)["token_endpoint"]);
  if (endpoint === undefined) return refuse("the issuer must name a token_endpoint: got none");
  return mayCarrySecrets(endpoint)
    ? { ok: true, value: endpoint }
    : refuse(`the issuer's token_endpoint must be https: got ${endpoint}`);
}

/** Tokens that an issuer gave for a refresh token; a new refresh token replaces the one that was used. */
export interface OidcTokens {
  readonly idToken: string;
  readonly refreshToken?: string;
}

/** Reads the answer of an issuer; problems quote nothing of a good answer. */
export function parseTokens(text: string): Read<OidcTokens> {
  const answer = parseObject(text);
  const [idToken, refreshToken] = [readText(answer["id_token"]), readText(answer["refresh_token"])];
  if (idToken === undefined) {
    return refuse(`the issuer must give an id_token: got ${readText(answer["error"]) ?? "none"}`);
  }
  return { ok: true, value: { idToken, ...(refreshToken === undefined ? {} : { refreshToken }) } };
}
