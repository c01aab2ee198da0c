import { routerOf } from "../../core/routers/routers";
import type { RouteView } from "../../core/routers/router";
import { longestAnswerSeconds } from "../../core/stage/synthetic-forecast";
import { planRequests, stablePerCanary } from "../../core/stage/synthetic-plan";
import {
  beginSynthetic,
  isAlarmed,
  judgeSynthetic,
  recordSynthetic,
  toSyntheticAnswer,
} from "../../core/stage/synthetic-record";
import type { SyntheticAnswer, SyntheticFinding } from "../../core/stage/synthetic-record";
import { whyNoSynthetic } from "../../core/stage/synthetic-terms";
import type { Track } from "../../core/track";
import { syntheticTickSeconds } from "../../core/verdict/index";
import type { EvidenceState, SyntheticState } from "../../core/verdict/index";
import { monotonicSeconds } from "../../ledger/observe-lock";
import type { Session } from "../../session/session";
import { requestThroughRouter } from "../../traffic/reach/probe";
import { readRouteAlone } from "../../traffic/look/read-route";
import { InterruptedError, sleep } from "../../traffic/wait";

/** Requests of our own to both tracks, beside a soak. */
export interface SyntheticChecks {
  /** Evidence so far; undefined where none are sent. */
  evidence(): SyntheticState | undefined;
  /** Finding by now; that the canary alone fails stays. */
  finding(): SyntheticFinding | undefined;
  /** Aborted as soon as the canary alone fails. */
  readonly alarm: AbortSignal;
  /** The canary alone fails, and nobody has asked for the finding since. */
  isUnheard(): boolean;
  stop(): void;
}

/** Longest time of one request, milliseconds. */
const timeoutMs = longestAnswerSeconds * 1000;
/** Time between two readings of the probe rules, ticks. */
const ruleEveryTicks = 10 / syntheticTickSeconds;

/** None are sent. */
const none: SyntheticChecks = {
  evidence: () => undefined,
  finding: () => undefined,
  alarm: new AbortController().signal,
  isUnheard: () => false,
  stop: () => undefined,
};

/** Starts to send them, unless there is a reason why none are judged, which is said. */
export function startSyntheticChecks(session: Session, state: EvidenceState): SyntheticChecks {
  const { settings, cluster, say, now } = session;
  const { parameters } = state;
  const why = whyNoSynthetic(settings, parameters);
  const perSecond = settings.analysis.syntheticPerSecond ?? 0;
  if (why !== undefined) {
    say(`no synthetic checks: ${why}`);
    return none;
  }
  const { traffic } = settings;
  say(
    `synthetic checks: GET ${traffic.probePath}, ${perSecond} a second to the canary, ${stablePerCanary * perSecond} to stable`,
  );
  const ended = new AbortController();
  const alarm = new AbortController();
  const signal = AbortSignal.any([ended.signal, session.interrupted]);
  let view: RouteView | undefined;
  let record = beginSynthetic(parameters, state.synthetic);
  let finding: SyntheticFinding | undefined;
  let isHeard = false;
  let answers: SyntheticAnswer[] = [];

  const readRules = async (): Promise<void> => {
    // Without an answer the rules of before count: an answer that does not name its track is none.
    view = (await readRouteAlone(cluster, settings).catch(() => undefined)) ?? view;
  };
  const ask = async (track: Track): Promise<void> => {
    const rule = view && routerOf(settings).probe(view, settings, track);
    if (rule === undefined || signal.aborted) return;
    const answer = await requestThroughRouter(traffic, { rule, timeoutMs });
    // It counts in the tick in which it came: that of its request may be judged by now.
    answers.push(toSyntheticAnswer(answer, track));
  };
  const judge = (): void => {
    record = recordSynthetic(record, parameters, answers, now());
    answers = [];
    finding = judgeSynthetic(record, parameters, now(), settings.analysis.blindSeconds);
    if (finding?.kind === "canary") alarm.abort();
  };
  const goOn = async (): Promise<void> => {
    let endSeconds = monotonicSeconds();
    for (let nth = 0; !alarm.signal.aborted; nth++) {
      if (nth % ruleEveryTicks === 0) void readRules();
      for (const { track, delaySeconds } of planRequests(
        nth,
        { perSecond, isAlarmed: isAlarmed(record) },
        Math.random,
      ))
        setTimeout(() => void ask(track), delaySeconds * 1000);
      // A process that was kept from running does not send what it missed.
      endSeconds = Math.max(endSeconds + syntheticTickSeconds, monotonicSeconds());
      await sleep((endSeconds - monotonicSeconds()) * 1000, signal);
      judge();
    }
  };
  goOn().catch((error: unknown) => {
    if (!(error instanceof InterruptedError)) throw error;
  });
  return {
    evidence: () => record.evidence,
    finding: () => {
      isHeard = alarm.signal.aborted;
      return finding;
    },
    alarm: alarm.signal,
    isUnheard: () => alarm.signal.aborted && !isHeard,
    stop: () => ended.abort(),
  };
}

/** Sleeps between two ticks of a soak, but not while the canary alone fails and no tick has heard of it. */
export async function sleepBeside(
  { interrupted }: Pick<Session, "interrupted">,
  { alarm, isUnheard }: Pick<SyntheticChecks, "alarm" | "isUnheard">,
  ms: number,
): Promise<void> {
  // It began to fail after the last tick had decided.
  if (isUnheard()) return;
  const isToWake = !alarm.aborted;
  try {
    await sleep(ms, isToWake ? AbortSignal.any([interrupted, alarm]) : interrupted);
  } catch (error) {
    if (interrupted.aborted || !isToWake || !alarm.aborted) throw error;
  }
}
