import { addRound, beginHealth } from "../../core/release/stable-health";
import type { HealthMemory } from "../../core/release/stable-health";
import type { ProbeFact } from "../../core/gate/probes";
import { unprobed } from "../../core/gate/probes";
import type { Session } from "../../session/session";
import { reachTrack } from "../../traffic/reach/reach-track";
import { readRouteAlone } from "../../traffic/look/read-route";
import { InterruptedError, sleep } from "../../traffic/wait";

/** Rounds of probes before anything begins, and the time between rounds, milliseconds. */
const roundsBefore = 3;
const roundEveryMs = 500;

/** Requests of our own to stable, round after round, beside whatever else is done. */
export interface HealthProbe {
  memory(): HealthMemory;
  stop(): void;
}

async function probeOnce({ cluster, settings }: Session): Promise<ProbeFact> {
  try {
    const view = await readRouteAlone(cluster, settings);
    return view === undefined
      ? unprobed("there is no route")
      : await reachTrack(cluster, view, settings, "stable");
  } catch (error) {
    return unprobed((error as Error).message);
  }
}

/** Probes stable a few times, then goes on beside. */
export async function probeHealth(session: Session): Promise<HealthProbe> {
  const rounds: ProbeFact[] = [];
  for (let round = 0; round < roundsBefore; round++) {
    if (round > 0) await sleep(roundEveryMs, session.interrupted);
    rounds.push(await probeOnce(session));
  }
  let memory = beginHealth(rounds);
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, session.interrupted]);
  const goOn = async (): Promise<void> => {
    while (!signal.aborted) {
      await sleep(roundEveryMs, signal);
      memory = addRound(memory, await probeOnce(session));
    }
  };
  goOn().catch((error: unknown) => {
    if (!(error instanceof InterruptedError)) throw error;
  });
  return { memory: () => memory, stop: () => ended.abort() };
}
