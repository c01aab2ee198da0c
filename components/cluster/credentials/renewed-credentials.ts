import type { PluginCredentials } from "../../core/access/exec-plugin";
import { renewed } from "../../http/renewed";
import type { Authorization, Credentials } from "./credentials";

function toAuthorization({ token, certificate }: PluginCredentials): Authorization {
  return {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/**
 * Credentials that are requested again when they expire or the server refuses them.
 * @param ask - has a time limit of its own
 */
export function renewedCredentials(ask: (signal: AbortSignal) => Promise<PluginCredentials>): Credentials {
  const { get, refused } = renewed<Authorization>(async (signal) => {
    const found = await ask(signal);
    return { value: toAuthorization(found), expiresAtSeconds: found.expiresAtSeconds };
  });
  return {
    get,
    refused: (authorization) => {
      refused(authorization);
      return true;
    },
  };
}
