import { describeWeight } from "../../core/stage/exposure";
import { isDeepStrictEqual } from "node:util";
import { ApiError, isUnreachable } from "../../cluster/api-error";
import { findService } from "../../cluster/services";
import { countTry, isRefusal, isRefused, mayTakeLever, noTries } from "../../core/lever/decide-lever";
import type { FailedWrite } from "../../core/lever/decide-lever";
import { leverByHand, zeroByHand } from "../../core/lever/by-hand";
import { writtenWeight } from "../../core/live";
import type { ZeroReason } from "../../core/live";
import type { RouteView } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import { RunEnd } from "../../core/run-end";
import { objectNames } from "../../core/settings";
import { freshEpoch } from "../fresh-epoch";
import { takeLever } from "./lever";
import type { LeverContext, LeverTaken } from "./lever";
import { sleep } from "../wait";
import { writeZero } from "../write/write-route";

/** Context of ending traffic. */
export interface EndContext extends LeverContext {
  say(text: string, severity?: "info" | "warning"): void;
}

/** The route before and after weight 0. */
export interface EndedTraffic {
  readonly before: RouteView;
  readonly after: RouteView;
}

/** Weight 0 was refused, and the second lever taken; the route is as it was, where it could be read. */
export interface LeveredTraffic {
  readonly before: RouteView | undefined;
  readonly lever: LeverTaken;
}

/** Terms of a write of weight 0. */
export interface EndOptions {
  /** Weight 0 that is found is not written again. @default false */
  readonly written?: boolean;
  /** Longest time of further tries, seconds. @default 300 */
  readonly patienceSeconds?: number;
}

/**
 * The one write that takes all traffic off the canary, tried again while it is refused or the API server is away. A
 * write whose answer was lost is found by its reason on the route, and not made twice. An abort whose write is refused
 * takes the second lever.
 * @returns undefined where Sluice has no route, by which traffic could reach the canary
 * @throws {RunEnd} `inconclusive` where both were refused, with who did, and the commands for a person
 */
export async function endTraffic(
  context: EndContext,
  zero: ZeroReason,
  { written = false, patienceSeconds = 300 }: EndOptions = {},
): Promise<EndedTraffic | LeveredTraffic | undefined> {
  const { settings, cluster } = context;
  const say = sayOnce(context);
  const clock = (): number => performance.now() / 1000;
  const end = clock() + patienceSeconds;
  let first: RouteView | undefined;
  const isDone = (view: RouteView): boolean => {
    const { live } = view;
    const byUs =
      first !== undefined && first.live.epoch !== live.epoch && isDeepStrictEqual(live.zeroReason, zero);
    first ??= view;
    const isClean = writtenWeight(live) === 0 && live.foreign === undefined;
    return isClean && (written || byUs);
  };
  let tries = noTries;
  for (;;) {
    const begunAtSeconds = clock();
    try {
      const ended = await writeZero(cluster, settings, freshEpoch, zero, isDone);
      return ended === undefined ? undefined : { before: first ?? ended.before, after: ended.after };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const over = clock() > end;
      if (!mayTakeLever(zero.kind)) {
        if (!isUnreachable(error) || over) throw error;
        say(`weight 0 is not known to be written: ${error.message}`);
      } else {
        tries = countTry(tries, await toFailed(context, error, begunAtSeconds));
        say(`weight 0 is not known to be written: ${error.message}`);
        const refused = isRefused(tries, clock());
        const because = `the write of weight 0 was refused: ${error.message}`;
        const pulled = refused ? await tryLever(context, zero, because, first?.live.weight ?? 0) : undefined;
        if (pulled !== undefined && "services" in pulled) return { before: first, lever: pulled };
        if (pulled !== undefined) say(pulled.text);
        if (over) throw pulled === undefined ? error : refusedBoth(context, zero, { error, pulled }, first);
      }
      await sleep(500);
    }
  }
}

/** Prints a text only when it changes, for tries that repeat twice a second. */
function sayOnce({ say }: EndContext): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) say(text, "warning");
    told.add(text);
  };
}

async function toFailed(
  { cluster, settings }: EndContext,
  { status, message }: ApiError,
  begunAtSeconds: number,
): Promise<FailedWrite> {
  const failed = { status, message, begunAtSeconds };
  if (isRefusal(failed)) return { ...failed, serverAnswers: true };
  const answered = findService(cluster, settings, objectNames(settings.app).canary, 2000);
  const serverAnswers = await answered.then(
    () => true,
    (error: unknown) => error instanceof ApiError && !isUnreachable(error),
  );
  return { ...failed, serverAnswers };
}

/** Reason why the second lever was not taken; not refused: stable could not carry everything, or there is none. */
interface NotTaken {
  readonly text: string;
  readonly refused: boolean;
}

/** Takes the second lever, or returns the reason why not; a refusal is tried again, like one of weight 0. */
async function tryLever(
  context: EndContext,
  { kind, reason }: ZeroReason,
  because: string,
  weight: number,
): Promise<LeverTaken | NotTaken> {
  try {
    const taken = await takeLever(context, { kind, reason, because }, weight);
    return typeof taken === "string" ? { text: taken, refused: false } : taken;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { text: `the second lever is refused too: ${error.message}`, refused: true };
  }
}

function refusedBoth(
  { settings }: EndContext,
  zero: ZeroReason,
  { error, pulled }: { readonly error: ApiError; readonly pulled: NotTaken },
  view: RouteView | undefined,
): RunEnd {
  const router = routerOf(settings);
  const lines = [
    ...(view === undefined ? [] : [zeroByHand(view, settings, { epoch: freshEpoch(view.live.epoch), zero })]),
    ...leverByHand(settings, pulled.refused ? (router.lever?.(settings) ?? []) : []),
  ];
  const live =
    view === undefined ? "its weight could not be read" : `it still has ${describeWeight(view.live.weight)}`;
  return new RunEnd("inconclusive", {
    text: `Cannot take traffic off the canary of "${settings.app}": ${live}; weight 0 was refused: ${error.message}; ${pulled.text}`,
    fix: `who may write these objects takes it off by one of\n${lines.map((line) => `  ${line}`).join("\n")}\n    or mend what refuses and run sluice abort ${settings.environment} again`,
  });
}
