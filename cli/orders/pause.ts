import { afterPause, decidePause, decideResume } from "../../components/core/commands/decide-pause";
import type { PauseDecision } from "../../components/core/commands/decide-pause";
import { exitCodes } from "../../components/core/exit-code";
import type { Ledger } from "../../components/core/ledger/ledger";
import { pauseOf, paused, resumed } from "../../components/core/ledger/pause";
import type { Word } from "../../components/core/ledger/pause";
import type { Transition } from "../../components/core/ledger/transition";
import { RunEnd } from "../../components/core/run-end";
import { persist } from "../../components/traffic/persist";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";

/** A person and the reason given. */
export type PersonsWord = Omit<Word, "nowSeconds">;

const acts = {
  pause: { decide: decidePause, transition: paused },
  resume: { decide: decideResume, transition: resumed },
} as const satisfies Record<
  string,
  {
    readonly decide: (ledger: Ledger) => PauseDecision;
    readonly transition: (ledger: Ledger, word: Word) => Transition;
  }
>;

/** Longest time for which an API server that is away is asked again, seconds. */
const patienceSeconds = 30;

/**
 * Pauses the release under way, or ends its pause: one write of the ledger, decided by the ledger that is written to.
 * Needs neither the lock nor the engine, and moves no traffic.
 */
export async function speak(
  context: Environment,
  act: keyof typeof acts,
  { who, reason }: PersonsWord,
): Promise<Outcome> {
  const { settings, store, commit, say } = context;
  const { environment, app } = settings;
  const { decide, transition } = acts[act];
  const away = (error: Error): void => say(`the cluster does not answer yet: ${error.message}`);
  if ((await persist(async () => await store.read(), away, patienceSeconds)) === undefined) {
    throw new RunEnd("refused", `Cannot ${act} "${app}": a release must have been made: got no ledger`);
  }
  let decision: PauseDecision | undefined;
  const ledger = await persist(
    async () =>
      await commit((current, nowSeconds) => {
        const now = decide(current);
        // A write whose answer was lost is found done by the second try: the first one decided.
        decision = decision?.kind === "act" && now.kind === "no-op" ? decision : now;
        return now.kind === "act" ? transition(current, { who, reason, nowSeconds }) : undefined;
      }),
    away,
    patienceSeconds,
  );
  const { exitCode, sentence, kind } = decision as unknown as PauseDecision;
  if (kind === "refuse") return { exitCode, sentence, report: { environment, app, sentence } };
  const next = afterPause(ledger);
  const pause = pauseOf(ledger);
  return {
    exitCode: exitCodes.done,
    sentence: [sentence, ...next.map((line, at) => `${at === 0 ? "next" : "or  "} ${line}`)].join("\n"),
    report: {
      environment,
      app,
      sentence,
      phase: ledger.phase,
      weight: ledger.weight,
      paused:
        pause === undefined
          ? null
          : { who: pause.who, at: new Date(pause.atSeconds * 1000).toISOString(), reason: pause.reason },
      next,
    },
  };
}
