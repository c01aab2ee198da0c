import { ForeignLedgerError } from "../../components/ledger/ledger-store";
import { isNotServed, isUnreachable } from "../../components/cluster/api-error";
import { readTrack } from "../../components/cluster/workloads";
import type { AbortSituation } from "../../components/core/commands/decide-abort";
import type { Ledger } from "../../components/core/ledger/ledger";
import type { RouteView } from "../../components/core/routers/router";
import { sameVersion, toVersion } from "../../components/core/revision/version";
import type { Version } from "../../components/core/revision/version";
import { rebuildLedger } from "../../components/core/ledger/rebuild-ledger";
import { persist } from "../../components/traffic/persist";
import { findOwnRoute, findWays } from "../../components/traffic/look/read-route";
import type { Environment } from "../environment";

/** Result of reading the ledger; `late`: it did not arrive within the time that an abort waits before it writes. */
export type LedgerReading =
  | { readonly kind: "read"; readonly ledger: Ledger }
  | { readonly kind: "none" }
  | { readonly kind: "late"; readonly problem: string }
  | { readonly kind: "unreadable"; readonly problem: string };

/** Facts that an abort reads at one moment. */
export interface AbortFacts {
  /** Without a ledger that was read its own is a guess from live objects. */
  readonly situation: AbortSituation;
  readonly reading: LedgerReading;
  /** The route as it is; absent where there is none of Sluice's. */
  readonly route?: RouteView;
  /** Version on the canary, where it is not stable's. */
  readonly canary?: Version;
}

/** Number of the attempt that an abort ends, 0 without one. One that is only guessed would be taken for another's. */
export const attemptOf = ({ reading }: AbortFacts): number | undefined =>
  reading.kind === "read" ? (reading.ledger.attempt?.number ?? 0) : undefined;

/** Limits of an abort's waiting. */
export interface AbortPatience {
  /** For everything but the route, before traffic is taken away, milliseconds. */
  readonly waitMs: number;
  /** For an API server that is away, answers 429 or 5xx, seconds. */
  readonly awaySeconds: number;
}

/** Reads ledger, route and tracks side by side; only the route is waited for. */
export async function readAbortFacts(
  { settings, cluster, store, now, say }: Environment,
  { waitMs, awaySeconds }: AbortPatience,
): Promise<AbortFacts> {
  const away = (error: Error): void => say(`the cluster does not answer yet: ${error.message}`);
  const quietly = async <T>(work: () => Promise<T>): Promise<T> =>
    await persist(work, () => undefined, awaySeconds);
  const ledger = quietly(async () => await store.read()).then<LedgerReading, LedgerReading>(
    (found) => (found === undefined ? { kind: "none" } : { kind: "read", ledger: found.ledger }),
    (error: Error) => {
      // Then route and tracks are not this environment's either.
      if (error instanceof ForeignLedgerError) throw error;
      return { kind: isUnreachable(error) ? "late" : "unreadable", problem: error.message };
    },
  );
  const track = async (name: "stable" | "canary") =>
    await quietly(async () => await readTrack(cluster, settings, name)).catch(() => undefined);
  const [reading, route, ways, stable, canary] = await Promise.all([
    soon<LedgerReading>(ledger, waitMs, { kind: "late", problem: "it was not read in time" }),
    persist(async () => await findOwnRoute(cluster, settings), away, awaySeconds).catch((error: unknown) => {
      // The write that follows is refused as well, and takes the second lever.
      if (isNotServed(error)) return undefined;
      throw error;
    }),
    soon(
      quietly(async () => await findWays(cluster, settings)).catch(() => undefined),
      waitMs,
      undefined,
    ),
    soon(track("stable"), waitMs, undefined),
    soon(track("canary"), waitMs, undefined),
  ]);
  const { environment, app } = settings;
  const remains = { environment, app, stable, canary, route: route?.live, nowSeconds: now() };
  const weights = [...(ways?.rules ?? []), ...(route === undefined ? [] : [route.live])];
  const liveWeight = weights.length === 0 ? undefined : Math.max(...weights.map(({ weight }) => weight));
  return {
    situation: {
      ledger: reading.kind === "read" ? reading.ledger : rebuildLedger(remains)?.ledger,
      ...(liveWeight === undefined ? {} : { liveWeight }),
      ...(stable === undefined ? {} : { stable }),
    },
    reading,
    ...(route === undefined ? {} : { route }),
    ...(canary === undefined || sameVersion(canary, stable) ? {} : { canary: toVersion(canary) }),
  };
}

async function soon<T>(work: Promise<T>, waitMs: number, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), waitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
