import type { PluginCredentials } from "../core/access/exec-plugin";
import { waitFor } from "./credentials";
import type { Authorization, Credentials } from "./credentials";

/** Credentials are asked for anew this long before they end, seconds. */
const earlySeconds = 5;

interface Kept {
  readonly authorization: Authorization;
  readonly expiresAtSeconds?: number | undefined;
}

function toAuthorization({ token, certificate }: PluginCredentials): Authorization {
  return {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/**
 * Keeps credentials until they end or the server refuses them; then they are asked for once, however many wait.
 * @param ask - has a time limit of its own; the signal is of the last caller that waits
 */
export function renewedCredentials(
  ask: (signal: AbortSignal) => Promise<PluginCredentials>,
  now: () => number = () => Date.now() / 1000,
): Credentials {
  let kept: Kept | undefined;
  let asking: Promise<Authorization> | undefined;
  let waiting = 0;
  let given = new AbortController();

  const begin = (): Promise<Authorization> => {
    given = new AbortController();
    const asked = ask(given.signal)
      .then((found) => {
        const authorization = toAuthorization(found);
        kept = { authorization, expiresAtSeconds: found.expiresAtSeconds };
        return authorization;
      })
      .finally(() => (asking = undefined));
    // Whoever waits hears of it.
    asked.catch(() => undefined);
    return asked;
  };

  return {
    async get(signal) {
      const ends = kept?.expiresAtSeconds ?? Number.POSITIVE_INFINITY;
      if (kept !== undefined && ends > now() + earlySeconds) return kept.authorization;
      asking ??= begin();
      waiting += 1;
      try {
        return await waitFor(asking, signal);
      } finally {
        waiting -= 1;
        // A call whose time is up comes again and finds them; one that was interrupted does not.
        const isLate = (signal.reason as Error | undefined)?.name === "TimeoutError";
        if (waiting === 0 && signal.aborted && !isLate) given.abort();
      }
    },
    refused(authorization) {
      if (kept?.authorization === authorization) kept = undefined;
      return true;
    },
  };
}
