import type { AtLimit } from "../../stage/decide-watch";

/** Settings of the Job that watches where no run does. */
export interface WatchdogSettings {
  /** Image of this package, with digest. */
  readonly image: string;
  /** Longest time for which it alone watches, seconds. */
  readonly limitSeconds: number;
  /** Action on traffic at the limit. */
  readonly atLimit: AtLimit;
  /** Secret of the app's namespace whose keys are its environment variables. @default none */
  readonly secret?: string;
  /** `host:port` where its own requests connect; absent means as those of a run. */
  readonly address?: string;
}
