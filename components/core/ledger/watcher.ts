import type { Watcher } from "./ledger";

/** A watch looks once a tick: one that did not for so long is gone, seconds. */
const goneSeconds = 60;

/** `who` of the watchdog Job, which is no person. */
export const watchdogName = "watchdog";

/** Whether a watch looked a short while ago. */
export function isWatching(watcher: Watcher | undefined, nowSeconds: number): watcher is Watcher {
  return watcher !== undefined && nowSeconds - watcher.atSeconds < goneSeconds;
}

/** A look of a watch: since when it looks without a break is kept, whatever process does it. */
export function looked(before: Watcher | undefined, who: string, nowSeconds: number): Required<Watcher> {
  const goesOn = isWatching(before, nowSeconds) && before.who === who;
  return {
    atSeconds: nowSeconds,
    who,
    sinceSeconds: goesOn ? (before.sinceSeconds ?? before.atSeconds) : nowSeconds,
  };
}

/** Time for which a watch has looked without a break, also in processes before this one, seconds. */
export function watchedSeconds(watcher: Watcher | undefined, who: string, nowSeconds: number): number {
  return nowSeconds - looked(watcher, who, nowSeconds).sinceSeconds;
}

/** Name of a watch as people read it. */
export function describeWatcher(who: string): string {
  return who === watchdogName ? "the watchdog Job" : `sluice watch (${who})`;
}
