import { pauseOf } from "../ledger/pause";
import type { WatchDecision, WatchFacts } from "./decide-watch";

/** Watcher of a release: one of its runs, a person, the Job itself, or nobody. */
export type WatchedBy = "run" | "person" | "job" | "nobody";

/** Release as one look of the watchdog Job found it. */
export interface WatchView {
  readonly atSeconds: number;
  readonly watchedBy: WatchedBy;
  /** Percent of requests that the ledger gives the canary; 0 without a release. */
  readonly weight: number;
  /** It waits for a person: held, or paused. */
  readonly isHeld: boolean;
}

/** Age from which a look says nothing any more, seconds. */
const staleSeconds = 60;

/** Says what a look found, from the facts that it decided by. */
export function viewWatch(
  { ledger, lock, other }: Pick<WatchFacts, "ledger" | "lock" | "other">,
  decision: Pick<WatchDecision, "kind">,
  atSeconds: number,
): WatchView {
  const watchedBy = (): WatchedBy => {
    if (decision.kind === "watch") return "job";
    if (lock.kind === "held" || lock.kind === "wait") return "run";
    return other === undefined ? "nobody" : "person";
  };
  return {
    atSeconds,
    watchedBy: watchedBy(),
    weight: ledger?.weight ?? 0,
    isHeld: ledger?.phase === "held" || pauseOf(ledger) !== undefined,
  };
}

/** Names and labels of the series that {@link renderWatchMetrics} writes, for rules that read them. */
export const watchSeries = {
  watched: "sluice_release_watched",
  held: "sluice_release_held",
  weight: "sluice_release_weight_ratio",
  look: "sluice_watch_look_timestamp_seconds",
} as const;

/** Selector of one of a release's series. */
export function watchSelector(
  name: (typeof watchSeries)[keyof typeof watchSeries],
  { app, environment }: WatchedRelease,
): string {
  return `${name}{sluice_app="${app}",sluice_environment="${environment}"}`;
}

/** Release that series are about: names, which have nothing that a label's value must escape. */
export interface WatchedRelease {
  readonly app: string;
  readonly environment: string;
}

/**
 * Writes a look in Prometheus' text format. A look older than a minute counts as none: nobody is known to watch.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function renderWatchMetrics(
  release: WatchedRelease,
  view: WatchView | undefined,
  nowSeconds: number,
): string {
  const isFresh = view !== undefined && nowSeconds - view.atSeconds < staleSeconds;
  const watchedBy = isFresh ? view.watchedBy : "nobody";
  const lines = (name: (typeof watchSeries)[keyof typeof watchSeries], help: string, value: number) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    `${watchSelector(name, release)} ${value}`,
  ];
  return [
    ...lines(
      watchSeries.watched,
      "1 while a run, a person or the Job watches the release, else 0.",
      watchedBy === "nobody" ? 0 : 1,
    ),
    ...(isFresh
      ? [
          ...lines(
            watchSeries.held,
            "1 while the release waits for a person: held or paused.",
            view.isHeld ? 1 : 0,
          ),
          ...lines(
            watchSeries.weight,
            "Share of requests that the ledger gives the canary.",
            view.weight / 100,
          ),
        ]
      : []),
    ...(view === undefined
      ? []
      : lines(watchSeries.look, "Time of the last look at the release.", view.atSeconds)),
    "",
  ].join("\n");
}
