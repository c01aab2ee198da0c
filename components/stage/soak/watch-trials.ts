import type { CheckFact } from "../../core/checks/spec";
import { given } from "../../core/given";
import type { Ledger } from "../../core/ledger/ledger";
import { toMetricParameters } from "../../core/evidence/metric-rule";
import type { MetricRule } from "../../core/evidence/metric-rule";
import { explainTrial } from "../../core/trial/explain-trials";
import { judgeTrial } from "../../core/trial/judge-trial";
import { mergeFindings, noteTrials } from "../../core/trial/note-trials";
import { groupTrials, rulesWith } from "../../core/trial/trial";
import type { TrialFinding, TrialGroup } from "../../core/trial/trial";
import { defaultParameters, readFromSeconds, startRelease, startStage } from "../../core/verdict/index";
import type { EvidenceState, VerdictParameters } from "../../core/verdict/index";
import { runChecks } from "../../checks/run-checks";
import { openSource } from "../../prometheus/source";
import type { EvidenceReading } from "../../prometheus/source";
import type { Session } from "../../session/session";
import { readRouteAlone } from "../../traffic/look/read-route";
import { sleep } from "../../traffic/wait";
import { arrivalSeconds, weightedTracks } from "../evidence/feed";
import { inEmergency } from "../emergency";
import { judgeReading } from "../evidence/judge-reading";
import { pinnedParameters } from "../evidence/pinned";
import type { SoakedStage } from "./soak-tick";

/** Trials beside a soak. */
export interface TrialWatch {
  stop(): void;
}

/** An engine with its evidence so far: of what decides, and of one trial with it. */
interface Engine {
  readonly trial?: MetricRule;
  readonly rules: readonly MetricRule[];
  state: EvidenceState;
}

/** Evidence from the stage's begin on: trials keep none from stage to stage. */
function beginStage(
  parameters: VerdictParameters,
  { stage, watch }: EvidenceState,
): EvidenceState | undefined {
  if (stage === null) return undefined;
  const { nextWeight, startedAtSeconds, ...terms } = stage;
  const begun = startStage(startRelease(parameters), {
    ...terms,
    startedAtSeconds,
    nextWeight: nextWeight ?? undefined,
  });
  return { ...begun, watch };
}

/**
 * Engines of a group: the first one without anything on trial.
 * @throws {RangeError} where parameters that a person set do not go with a metric on trial
 */
function openEngines(
  { settings }: Session,
  ledger: Ledger,
  group: TrialGroup,
  soak: EvidenceState,
): readonly Engine[] {
  const { errorsWeight: _, ...pinned } = pinnedParameters(ledger, settings);
  const open = (rules: readonly MetricRule[], trial?: MetricRule): readonly Engine[] => {
    // The weight of errors follows from what else is judged, unless a person set it.
    const parameters = defaultParameters({
      ...pinned,
      ...given("errorsWeight", settings.analysis.parameters["errorsWeight"]),
      ...toMetricParameters(rules),
    });
    const state = beginStage(parameters, soak);
    return state === undefined ? [] : [{ rules, state, ...given("trial", trial) }];
  };
  const deciding = group.rules.filter((one) => !group.trials.includes(one));
  return [...open(deciding), ...group.trials.flatMap((trial) => open(rulesWith(group, trial), trial))];
}

/** Reading of what an engine judges by alone. */
function only(read: EvidenceReading, { rules }: Engine): EvidenceReading {
  const names = rules.map(({ name }) => name);
  return { ...read, unread: read.unread.filter(({ metric }) => names.includes(metric)) };
}

/** One look at a group of trials. */
async function look(
  session: Session,
  soaked: SoakedStage,
  group: TrialGroup,
  engines: readonly Engine[],
): Promise<readonly TrialFinding[]> {
  const [base, ...rest] = engines;
  if (base === undefined) return [];
  const { settings, cluster } = session;
  const untilSeconds = session.now() - arrivalSeconds;
  const fromSeconds = Math.max(readFromSeconds(base.state, untilSeconds), untilSeconds - 3600);
  const terms = {
    rules: group.rules,
    tickSeconds: settings.analysis.tickSeconds,
    tracks: weightedTracks(soaked.weight),
    places: soaked.places,
  };
  const read = await openSource(cluster, settings).readEvidence(
    terms,
    fromSeconds,
    untilSeconds,
    session.interrupted,
  );
  const [problem] = read.problems;
  // The soak tells of a Prometheus that gives no answer.
  if (problem !== undefined) return [];
  const isEmergency = inEmergency(settings, session.now());
  const step = (engine: Engine) => {
    const judged = judgeReading(engine.state, only(read, engine), untilSeconds, isEmergency);
    engine.state = judged.state;
    return judged.verdict;
  };
  const without = step(base);
  return rest.flatMap((engine) => {
    const { trial } = engine;
    if (trial === undefined) return [];
    const unread = read.unread.find(({ metric }) => metric === trial.name)?.problem;
    return [judgeTrial(trial, soaked.stage.key, { without, with: step(engine), unread }, session.now())];
  });
}

const toFinding = (
  { name, track, isFine, isUnknown, text }: CheckFact,
  stage: string,
  atSeconds: number,
) => ({
  name: track === undefined ? name : `${name} on ${track}`,
  stage,
  result: isUnknown === true ? ("unread" as const) : isFine ? ("quiet" as const) : ("would-refuse" as const),
  atSeconds,
  sentence: text,
});

/** Asks the checks that are on trial, once for each stage. */
async function askChecks(session: Session, soaked: SoakedStage): Promise<readonly TrialFinding[]> {
  const { settings, cluster } = session;
  const { trialChecks } = settings;
  if (trialChecks === undefined) return [];
  const about = { place: `trial-${soaked.stage.key}`, attempt: soaked.attempt };
  const context = {
    cluster,
    settings: { ...settings, checks: trialChecks },
    route: await readRouteAlone(cluster, settings),
    about,
    nowSeconds: session.now(),
  };
  const moment = { use: "gate", isCanaryUp: true, isRollback: false } as const;
  const facts = (await runChecks(context, moment)) ?? [];
  return facts.map((fact) => toFinding(fact, soaked.stage.key, session.now()));
}

/**
 * Watches metrics and checks that are on trial beside a soak, by engines of their own: what they find is said and
 * noted, and decides nothing; what fails here is passed over.
 */
export function watchTrials(
  session: Session,
  ledger: Ledger,
  soaked: SoakedStage,
  soak: EvidenceState,
): TrialWatch {
  const { settings } = session;
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, session.interrupted]);
  const trials = settings.analysis.trials ?? [];
  if (soaked.rollback || (trials.length === 0 && settings.trialChecks === undefined))
    return { stop: () => undefined };
  let known = (ledger.attempt?.trials ?? []).filter(({ stage }) => stage === soaked.stage.key);
  const write = async (found: readonly TrialFinding[]): Promise<void> => {
    const merged = mergeFindings(known, found);
    const fresh = merged.filter((one) => !known.includes(one));
    if (fresh.length === 0 || signal.aborted) return;
    await session.save((current) => noteTrials(current, soaked.attempt, fresh));
    known = [...merged];
    for (const one of fresh) if (one.result !== "quiet") session.say(`on trial: ${explainTrial(one)}`);
  };
  let written: Promise<void> = Promise.resolve();
  /** Notes what was found, one after the other; what fails is passed over, and found again at the next look. */
  const note = async (looking: Promise<readonly TrialFinding[]>): Promise<void> => {
    const found = await looking.catch(() => []);
    written = written.then(async () => await write(found)).catch(() => undefined);
    await written;
  };
  const goOn = async (): Promise<void> => {
    const groups = groupTrials(soaked.metrics, trials).map((group) => {
      try {
        return { group, engines: openEngines(session, ledger, group, soak) };
      } catch (error) {
        const { message: sentence } = error as Error;
        const unread = {
          stage: soaked.stage.key,
          result: "unread" as const,
          atSeconds: session.now(),
          sentence,
        };
        void note(Promise.resolve(group.trials.map(({ name }) => ({ name, ...unread }))));
        return { group, engines: [] };
      }
    });
    while (groups.length > 0 && !signal.aborted) {
      for (const { group, engines } of groups) await note(look(session, soaked, group, engines));
      await sleep(settings.analysis.tickSeconds * 1000, signal);
    }
  };
  void note(askChecks(session, soaked));
  // It ends by its signal.
  goOn().catch(() => undefined);
  return { stop: () => ended.abort() };
}
