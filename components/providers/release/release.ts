import { isDeepStrictEqual } from "node:util";
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { decideRelease } from "../../core/release/decide-release";
import { listShapeChanges } from "../../core/workload/base-shape";
import type { MigrationCommands } from "../../core/workload/migration/migration-commands";
import type { Revision } from "../../core/revision/revision";
import type { ReleaseDecision, ReleaseObject } from "../../core/release/release-facts";
import { demandNeeds } from "../../session/demand-needs";
import { demandRights } from "../../session/demand-rights";
import { handOver } from "../../traffic/write/hand-over";
import { unfollowStable } from "../../cluster/autoscaler";
import { removeRecords } from "../../ledger/attempt-records";
import { endWatchdog } from "../../stage/jobs/start-watchdog";
import { listRevisions, removeRevisions } from "../../revisions/revision-store";
import { RunEnd } from "../../core/run-end";
import { toRunEnd } from "../../session/failure";
import { tellOnce } from "../../session/tell-once";
import type { Properties } from "../provider";
import { toCheckFailure } from "../for-engine";
import { isDestroy, isFromState } from "../engine-run";
import { readReleaseFacts } from "./release-facts";
import { applyReplicas, planReplicas } from "./release-replicas";
import { hasUndo } from "./settle-lever";
import { toOutputs } from "./release-outputs";
import { startTakeover } from "./release-owners";
import { refuseDecision } from "./refuse-decision";
import { checkPeak } from "./release-peak";
import type { PodFacts } from "./release-peak";
import { checkAttached, copyAttached, removeCopies } from "./release-attached";
import { waitForTracksGone } from "../tracks-gone";
import { checkSelectors } from "./release-selectors";
import type { ReleaseLook } from "./release-look";
import type { ReleaseOutputs } from "./release-outputs";
import type { EngineFacts } from "./release-facts";
import { inSession } from "../../session/session";
import type { ResourceInputs } from "../../session/session";

type ReleaseInputs = ResourceInputs & {
  readonly shape?: unknown;
  readonly pods?: PodFacts;
  readonly revision: Revision;
  /** Migration of this checkout; absent: none. */
  readonly migration?: MigrationCommands;
  /** Objects that a refresh since the last run found gone. */
  readonly refreshedAway?: readonly ReleaseObject[];
  /** The same, in the inputs of the one run that creates them again. @default none */
  readonly recreates?: readonly ReleaseObject[];
  /** To be set on stable; absent: the live number stays. */
  readonly replicas?: number;
  /** The second lever of an abort stands, and is to be undone. */
  readonly undoesLever?: boolean;
  /** Objects of owners that have let go of them, as a person says; absent: none. */
  readonly ownersStopped?: readonly string[];
  /** Changes of copies of policies by name that this run makes; absent: none. */
  readonly copies?: readonly string[];
};

/** Decides, read-only: the engine shows checked inputs as outputs in a preview, so that it shows true images. */
export async function check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
  const inputs = news as unknown as ReleaseInputs;
  const before = olds as unknown as Partial<ReleaseInputs>;
  const refreshedAway = before.refreshedAway ?? [];
  try {
    return await inSession(inputs, async (session) => {
      const isLetGo = inputs.run?.intent?.ownerStopped !== undefined;
      const engine: EngineFacts = {
        hadState: before.settings !== undefined,
        refreshedAway,
        run: inputs.run,
        revision: inputs.revision,
        migration: inputs.migration,
      };
      const reading = readReleaseFacts(session, engine);
      // A lack of the cluster or the account says more than an object that could not be read for it.
      reading.catch(() => undefined);
      const [ownersStopped] = await Promise.all([
        demandNeeds(session, isLetGo),
        demandRights(session, inputs.run?.preview !== true),
      ]);
      const facts = await reading;
      const decision = decideRelease(facts);
      // Each is a question or more to the API server, and none needs another's answer.
      const further = Promise.all([
        hasUndo(session, facts),
        planReplicas(session, facts.ledger, before.settings?.stable),
      ]);
      further.catch(() => undefined);
      const { pods, revision } = inputs;
      const [selectors, peak, attached] = await Promise.all([
        checkSelectors(session, facts, decision),
        checkPeak(session, decision, facts, { pods, template: revision.template }),
        checkAttached(session, decision, inputs.run?.preview !== true),
      ]);
      const problems = [
        ...refuseDecision(decision, before.shape, inputs),
        ...selectors,
        ...attached.problems,
        ...peak.problems,
      ];
      if (problems.length > 0) throw new RunEnd("refused", problems);
      const outputs = toOutputs(
        decision,
        facts,
        inputs.settings,
        nextAttempt(decision, facts.ledger?.attempt?.number),
      );
      const [undoesLever, { to, sentence }] = await further;
      return {
        inputs: {
          ...news,
          ...(refreshedAway.length === 0 ? {} : { recreates: refreshedAway }),
          hadState: engine.hadState,
          ...outputs,
          ...(to === undefined ? {} : { replicas: to }),
          ...(undoesLever ? { undoesLever } : {}),
          ...(ownersStopped.length === 0 ? {} : { ownersStopped }),
          ...(attached.copies.length === 0 ? {} : { copies: attached.copies }),
          sentence: [
            outputs.sentence,
            ...(sentence === undefined ? [] : [sentence]),
            ...(undoesLever ? ["the second lever of an abort is undone first"] : []),
            ...attached.copies,
            ...peak.told,
          ].join("; "),
        },
      };
    });
  } catch (error) {
    return { inputs: news, failures: [toCheckFailure(error, `decide on "${inputs.settings.app}"`)] };
  }
}

function nextAttempt(decision: ReleaseDecision, present: number | undefined): number {
  return decision.begins ? (decision.basis?.ledger.attempt?.number ?? present ?? 0) + 1 : (present ?? 0);
}

/** Outputs that the workloads and the migration are made from. */
const compared = [
  ...(["stableImage", "canaryImage", "stableRevision", "canaryRevision"] as const),
  ...(["stableTemplate", "canaryTemplate", "migrate", "migrationKey", "attempt", "decision"] as const),
];

/**
 * Acts where the decision demands it, and where an output for the workloads would change. To a refresh only what it has
 * read is a difference: a decision of the last run is done.
 */
export async function diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const [before, now] = [olds, news].map((one) => one as unknown as ReleaseOutputs & ReleaseInputs) as [
    ReleaseOutputs & ReleaseInputs,
    ReleaseOutputs & ReleaseInputs,
  ];
  if (isFromState(now)) {
    const { refreshedAway = [], drift } = olds as Partial<ReleaseLook>;
    return { changes: refreshedAway.length > 0 || drift !== undefined };
  }
  const quiet = now.decision === "none" || now.decision === "continue";
  const same =
    compared.every((key) => isDeepStrictEqual(before[key], now[key])) &&
    now.recreates === undefined &&
    now.replicas === undefined &&
    now.undoesLever !== true &&
    now.copies === undefined &&
    now.ownersStopped === undefined &&
    isDeepStrictEqual(before.settings?.stable, now.settings.stable) &&
    listShapeChanges(before.shape, now.shape).length === 0;
  return { changes: !(quiet && same) };
}

export async function create(inputs: Properties): Promise<dynamic.CreateResult> {
  const typed = inputs as unknown as ReleaseInputs;
  const outs = await run(typed, undefined);
  return {
    id: `${typed.settings.environment}-${typed.settings.app}`,
    outs: { ...inputs, ...outs },
  };
}

export async function update(_id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult> {
  const outs = await run(news as unknown as ReleaseInputs, olds as unknown as ReleaseInputs);
  return { outs: { ...news, ...outs } };
}

/** @param before - inputs of the run before; undefined where Pulumi's state has none */
async function run(inputs: ReleaseInputs, before: ReleaseInputs | undefined): Promise<ReleaseOutputs> {
  const hadState = before !== undefined;
  // Loaded when it acts: a preview, which only decides, does not wait for it.
  const { actOnRelease } = require("./release-act") as typeof import("./release-act");
  return await inSession(inputs, async (session) => {
    try {
      const { recreates: refreshedAway = [], run: ran, revision, migration } = inputs;
      const engine: EngineFacts = { hadState, refreshedAway, run: ran, revision, migration };
      const outputs = await actOnRelease(session, engine, inputs as unknown as ReleaseOutputs);
      await startTakeover(session, ran?.intent?.ownerStopped, inputs.ownersStopped);
      if (inputs.copies !== undefined) await copyAttached(session);
      if (!hadState) await handOver(session.cluster, session.settings);
      await applyReplicas(session, before?.settings.stable);
      return outputs;
    } catch (error) {
      throw await tellOnce(session, toRunEnd(error, `release "${inputs.settings.app}"`));
    }
  });
}

/**
 * A refresh notes which objects are gone, so that the next `up` may create them as they were, and tells of traffic that
 * another writer changed: the gate settles that with a person, no `up` does.
 */
export async function read(id: string, props: Properties): Promise<dynamic.ReadResult> {
  const { drift: _drift, ...kept } = props;
  const { run: _run, ...inputs } = kept as unknown as ReleaseInputs;
  const { lookAtRelease } = require("./release-look") as typeof import("./release-look");
  const { refreshedAway, ...told } = await inSession(inputs, async (session) => {
    const look = await lookAtRelease(session);
    if (look.drift !== undefined) session.say(look.drift, "warning");
    return look;
  });
  const result = { ...kept, refreshedAway };
  return { id, props: { ...result, ...told }, inputs: result };
}

/** The ledger goes last, in a destroy only: everything that it describes is gone by then. */
export async function remove(_id: string, props: Properties): Promise<void> {
  const { run: _run, ...inputs } = props as unknown as ReleaseInputs;
  await inSession(inputs, async (session) => {
    const { store, cluster, settings, say } = session;
    if (!isDestroy()) {
      say(`the ledger of "${settings.app}" is kept: only a destroy removes it`, "warning");
      return;
    }
    await Promise.all([unfollowStable(cluster, settings), removeCopies(session), endWatchdog(session)]);
    await waitForTracksGone(session);
    const stored = await listRevisions(cluster, settings);
    await removeRevisions(
      cluster,
      settings,
      stored.map(({ name }) => name),
    );
    const ledger = (await store.read().catch(() => undefined))?.ledger;
    await removeRecords(cluster, settings, ledger?.attempt?.number ?? 0);
    await store.remove();
  });
}

export { remove as delete };
