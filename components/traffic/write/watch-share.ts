import { describeWeight } from "../../core/stage/exposure";
import type { SoakShare } from "../../core/stage/watch-soak";
import { confirmWeight } from "./confirm-weight";
import type { ObserveContext, ObserveOptions } from "./confirm-weight";
import { InterruptedError } from "../wait";

/** Watch beside a soak: whether the requests that the tracks get fit the weight. */
export interface ShareWatch {
  /**
   * Share measured so far.
   * @throws {Error} naming the obstacle to finding it out
   */
  share(): SoakShare;
  /** Ends it, with Sluice's own requests that top thin traffic up. */
  stop(): void;
}

/** Starts to find out whether requests follow a weight, as {@link confirmWeight} does, without waiting for it. */
export function watchShare(
  context: ObserveContext,
  { signal, ...options }: Omit<ObserveOptions, "topUp">,
): ShareWatch {
  const ended = new AbortController();
  let seen = `observing ${describeWeight(options.weight)}`;
  let share: SoakShare | undefined;
  let failure: unknown;
  const observe = async (): Promise<void> => {
    const observed = await confirmWeight(
      { ...context, progress: (text) => void (seen = text) },
      { ...options, topUp: true, signal: AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]) },
    );
    share =
      observed === "confirmed"
        ? { kind: "confirmed" }
        : {
            kind: "refused",
            sentence:
              observed === "contradicted"
                ? `the requests that the tracks got do not fit the weight of ${describeWeight(options.weight)}: the router does not follow the route`
                : `the share of the canary could not be observed at ${describeWeight(options.weight)}: Prometheus had no usable counts`,
          };
  };
  observe().catch((error: unknown) => {
    // The soak reports Ctrl-C.
    if (!(error instanceof InterruptedError)) failure = error;
  });
  return {
    share: () => {
      if (failure !== undefined) throw failure as Error;
      return share ?? { kind: "open", sentence: seen };
    },
    stop: () => ended.abort(),
  };
}
