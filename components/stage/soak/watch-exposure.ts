import { describeWeight } from "../../core/stage/exposure";
import { isUnreachable } from "../../cluster/api-error";
import { blameBy, decideWatch } from "../../core/stage/decide-watch";
import type { AtLimit, WatchDecision, WatchFacts } from "../../core/stage/decide-watch";
import { viewWatch } from "../../core/stage/watch-metrics";
import type { WatchView } from "../../core/stage/watch-metrics";
import { saveEvidence } from "../../core/ledger/transitions/stage-transition";
import type { Ledger, Watcher } from "../../core/ledger/ledger";
import { describeWatcher, isWatching, looked, watchedSeconds } from "../../core/ledger/watcher";
import type { ExitName } from "../../core/exit-code";
import { printProblem } from "../../core/problem";
import { RunEnd } from "../../core/run-end";
import { save as toSaved } from "../../core/verdict/index";
import { monotonicSeconds, observeLock } from "../../ledger/observe-lock";
import type { Session } from "../../session/session";
import { abortRelease, explainOutcome } from "../../traffic/end/abort-release";
import { readRoute } from "../../traffic/look/read-route";
import { sleep } from "../../traffic/wait";
import { heedTicks } from "./heed-tick";
import { pinnedMetrics, pinnedPlaces, restoreEvidence } from "../evidence/pinned";
import { enterStage } from "./soak-evidence";
import type { SoakMemory } from "./soak-look";
import { tick } from "./soak-tick";
import type { SoakedStage, SoakTick } from "./soak-tick";
import { sleepBeside } from "./synthetic-checks";
import type { SyntheticChecks } from "./synthetic-checks";
import { keepSynthetic } from "./synthetic-keeper";
import type { SyntheticKeeper } from "./synthetic-keeper";
import { reconciled } from "../stage-context";
import { takeOff } from "./take-off";

/** Longest time of a watch, and its action on traffic that nobody watches then. */
export interface WatchOptions {
  readonly limitSeconds: number;
  readonly atLimit: AtLimit;
  /** Person who watches, for example `anna@laptop`. */
  readonly who: string;
  /**
   * A Job watches: it gives way to persons, and its limit is the time for which it alone watches, also in pods before
   * this one. @default false
   */
  readonly isJob?: boolean;
  /** Called after each look at the ledger. @default nothing */
  readonly show?: ((view: WatchView) => void) | undefined;
}

/** End of a watch. */
export interface WatchEnd {
  readonly exit: Extract<ExitName, "done" | "failed" | "inconclusive">;
  readonly sentence: string;
}

type Watching = Extract<WatchDecision, { kind: "watch" }>;

/** Time between two looks while another run watches, milliseconds. */
const standByMs = 2000;

/**
 * Watches a release from outside of its runs: wherever no run has the lock, the canary's traffic is judged by the same
 * engine, sized with its load, and taken off where the evidence says so. It takes no lock, so that every run goes on
 * beside it, and raises nothing.
 * @throws {InterruptedError} when it is interrupted
 */
export async function watchExposure(session: Session, options: WatchOptions): Promise<WatchEnd> {
  const synthetic = keepSynthetic(session);
  return await watchWith(session, options, synthetic).finally(() => synthetic.stop());
}

async function watchWith(
  session: Session,
  options: WatchOptions,
  synthetic: SyntheticKeeper,
): Promise<WatchEnd> {
  const { settings, say, progress, interrupted } = session;
  const beganSeconds = monotonicSeconds();
  const observe = observeLock();
  const heed = heedTicks(session);
  let memory: SoakMemory = {};
  let told = "";
  /** Says what is new; `about` is the same where only a number in it changes. */
  const tell = (sentence: string, about = sentence): void => {
    if (about !== told) say(sentence);
    told = about;
  };
  for (;;) {
    try {
      const askedAtSeconds = monotonicSeconds();
      const stored = await session.store.read();
      const lock = observe(stored?.ledger.lock, askedAtSeconds);
      const facts: WatchFacts = {
        ledger: stored?.ledger,
        lock,
        elapsedSeconds: monotonicSeconds() - beganSeconds,
        ...options,
        ...(options.isJob === true ? standIn(stored?.ledger.watcher, options.who, session.now()) : {}),
      };
      const decision = decideWatch(facts);
      options.show?.(viewWatch(facts, decision, session.now()));
      switch (decision.kind) {
        case "end":
          return { exit: decision.end === "over" ? "done" : "inconclusive", sentence: decision.sentence };
        case "back":
          return await goBack(session, decision);
        case "stand-by":
          tell(
            `standing by: ${decision.sentence}`,
            decision.sentence === lock.sentence ? stored?.ledger.lock?.id : undefined,
          );
          memory = {};
          synthetic.stop();
          break;
        default: {
          const { ledger, attempt } = decision;
          tell(`attempt ${attempt.number}: nobody watches ${describeWeight(ledger.weight)}, so this does`);
          const seen = await look(session, decision, memory, synthetic);
          if (seen === undefined) break;
          if (seen.decision.action === "abort") {
            const { kind } = seen.decision;
            const cause = { ...seen.decision, kind: options.isJob === true ? blameBy(kind) : kind };
            const end = await takeOff(session, seen.soaked, seen, cause);
            return { exit: "failed", sentence: typeof end === "string" ? end : printProblem(end) };
          }
          if (seen.decision.action === "hold") tell(`${seen.decision.sentence}; watching on`);
          await keep(session, seen, ledger, options.who);
          progress(seen.progress);
          ({ memory } = await heed(seen, seen.soaked.weight));
          await sleepBeside(session, seen.synthetic, settings.analysis.tickSeconds * 1000);
          continue;
        }
      }
    } catch (error) {
      // Neither write of an abort was taken: nothing is more urgent than to go on trying.
      const isOpen = error instanceof RunEnd && error.end === "inconclusive";
      if (!isOpen && !isUnreachable(error)) throw error;
      say(`cannot ${isOpen ? "end" : "see"} the release for now: ${(error as Error).message}`, "warning");
    }
    await sleep(standByMs, interrupted);
  }
}

/** Facts of a watch that is a Job's. */
function standIn(
  watcher: Watcher | undefined,
  who: string,
  nowSeconds: number,
): Pick<WatchFacts, "other" | "elapsedSeconds"> {
  const isOther = isWatching(watcher, nowSeconds) && watcher.who !== who;
  return {
    elapsedSeconds: watchedSeconds(watcher, who, nowSeconds),
    other: isOther ? `${describeWatcher(watcher.who)} watches it` : undefined,
  };
}

/** One look at the release as a soak takes it; undefined where the ledger has to be read again first. */
async function look(
  session: Session,
  { ledger, stage, attempt }: Watching,
  memory: SoakMemory,
  keeper: SyntheticKeeper,
): Promise<(SoakTick & { readonly soaked: SoakedStage; readonly synthetic: SyntheticChecks }) | undefined> {
  const { settings, cluster } = session;
  const route = await readRoute(cluster, settings);
  // A write that a run made right before it died is no write of another writer.
  const adopted = await reconciled(session, ledger, route?.live, true);
  if (adopted.ledger !== ledger) return undefined;
  const soaked: SoakedStage = {
    stage,
    weight: ledger.weight,
    epoch: ledger.epoch,
    attempt: attempt.number,
    rollback: attempt.kind === "rollback",
    metrics: pinnedMetrics(ledger, settings),
    places: pinnedPlaces(ledger),
    lockless: true,
  };
  const { state: kept } = restoreEvidence(ledger, settings);
  // A stage whose time is over keeps its clocks: only a run gives it more.
  const state = kept?.stage?.key === stage.key ? kept : await enterStage(session, ledger, stage);
  const synthetic = keeper.at(`${soaked.attempt}/${stage.key}/${soaked.epoch}`, state);
  const seen = await tick(session, { state, memory }, soaked, {
    share: () => ({ kind: "confirmed" }),
    synthetic,
  });
  return { ...seen, soaked, synthetic };
}

/** Saves the evidence for the next run, unless one took the lock meanwhile: it reads on by itself. */
async function keep(
  session: Session,
  { state, untilSeconds }: SoakTick,
  { lock, phase, epoch, watcher: before }: Ledger,
  who: string,
): Promise<void> {
  const watcher = looked(before, who, session.now());
  await session.save((now) =>
    now.lock?.id === lock?.id && now.phase === phase && now.epoch === epoch
      ? saveEvidence(now, { evidence: toSaved(state), watchedUntilSeconds: untilSeconds, watcher })
      : undefined,
  );
}

async function goBack(
  session: Session,
  { attempt, sentence }: Extract<WatchDecision, { kind: "back" }>,
): Promise<WatchEnd> {
  const outcome = await abortRelease(session, {
    kind: "interrupted",
    reason: sentence,
    attempt: attempt.number,
  });
  const { environment } = session.settings;
  const fix = `sluice rollout ${environment} tries it again: it is not rejected`;
  return {
    exit: "failed",
    sentence: printProblem({ text: `${sentence}; ${explainOutcome(outcome, environment)}`, fix }),
  };
}
