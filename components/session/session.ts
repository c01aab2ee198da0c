import type { Cluster } from "../cluster/api";
import { commitTo } from "../ledger/commit";
import type { Commit, Tell } from "../ledger/commit";
import { ledgerStore } from "../ledger/ledger-store";
import type { LedgerStore } from "../ledger/ledger-store";
import { findEngine, onceGone } from "./watch-parents";
import type { ProcessRef } from "./watch-parents";
import type { Ledger } from "../core/ledger/ledger";
import type { HashedRevision } from "../core/revision/revision";
import type { Settings } from "../core/settings";
import { engineLog } from "./engine-log";
import { heldLock, releaseAllLocks } from "./held-locks";
import { LockLostError } from "../ledger/lock-keeper";
import { openMessages } from "../notify/messages";
import { InterruptedError } from "../traffic/wait";
import { reachCluster } from "./reach-cluster";

/** Inputs of every resource of Sluice. */
export interface ResourceInputs {
  readonly settings: Settings;
  /** Key of the stage; absent for the base stack's resources. */
  readonly stage?: string;
  /** The program's process: when it is gone, the run was interrupted. */
  readonly run?: {
    readonly programPid: number;
    readonly programStart: string;
    /** The resource's own, for progress lines; Pulumi drops a top-level input called `urn`. */
    readonly urn?: string;
    /** Only previewed: an account that may not write is enough. */
    readonly preview?: boolean;
    /** Version of Kubernetes that the checkout's chart was rendered for; only a release has it. */
    readonly kubeVersion?: string;
    /** Revision of the checkout; only a gate has it, to say what differs. */
    readonly checkout?: HashedRevision;
    /** A paused release is watched until a person resumes it; only a gate has it. @default false */
    readonly waitsForResume?: boolean;
    /** Intent that the run was started with; only a release has it. */
    readonly intent?: {
      /** Folder of the project. */
      readonly root: string;
      /** Number of the attempt that the run may end. */
      readonly supersede?: number;
      readonly fromOlderCommit: boolean;
      /** Reason why owners of objects that are taken write them no more, as a person says. */
      readonly ownerStopped?: string;
    };
  };
}

/** One operation of one resource: the cluster, the ledger, and a way to talk to the person who waits. */
export interface Session {
  readonly settings: Settings;
  /** Revision of the checkout. @default unknown */
  readonly checkout?: HashedRevision;
  readonly cluster: Cluster;
  readonly store: LedgerStore;
  /** Aborted when the program's process is gone (Ctrl-C). */
  readonly interrupted: AbortSignal;
  /** A line that stays. */
  say(text: string, severity?: "info" | "warning"): void;
  /** A line that the next one replaces. */
  progress(text: string): void;
  /** Seconds since the epoch. */
  now(): number;
  /** Refuses where another process took the lock that this run had. */
  readonly commit: Commit;
  /** Like {@link commit}, for a change that is no transition: evidence. */
  save(change: (ledger: Ledger) => Ledger | undefined): Promise<void>;
  /** Tells people of what is no transition of the ledger. @default - nobody is told */
  readonly tell?: Tell | undefined;
  close(): void;
}

let watchingEngine = false;

/** `kill -9 pulumi` leaves this process behind: it gives its locks up and ends. */
function watchEngine(): void {
  if (watchingEngine) return;
  watchingEngine = true;
  onceGone(findEngine(), () => {
    const end = (): never => process.exit(1);
    setTimeout(end, 1500);
    void releaseAllLocks().finally(end);
  });
}

/**
 * Opens a session, for `check` and `diff` (read-only) as for `create` and `update`.
 * @throws {RunEnd} with code 2 when the cluster is not the configured one
 */
export async function openSession(inputs: ResourceInputs): Promise<Session> {
  const { settings } = inputs;
  watchEngine();
  const cluster = await reachCluster(settings.cluster);
  const store = ledgerStore(cluster, settings);
  const ours: Pick<LedgerStore, "update"> = {
    update: async (change) =>
      await store.update((ledger) => {
        demandLock(settings, ledger);
        return change(ledger);
      }),
  };
  const log = engineLog(inputs.run?.urn ?? "");
  const interrupted = new AbortController();
  const program: ProcessRef | undefined =
    inputs.run === undefined ? undefined : { pid: inputs.run.programPid, start: inputs.run.programStart };
  const interrupt = (): void => interrupted.abort(new InterruptedError("interrupted"));
  const stop = program === undefined ? () => undefined : onceGone(program, interrupt);
  const now = (): number => Date.now() / 1000;
  const checkout = inputs.run?.checkout;
  const say = (text: string, severity: "info" | "warning" = "info"): void => log(text, { severity });
  const save = async (change: (ledger: Ledger) => Ledger | undefined) => void (await ours.update(change));
  const tell = openMessages({ settings, now, say, save });
  return {
    settings,
    ...(checkout === undefined ? {} : { checkout }),
    cluster,
    store,
    interrupted: interrupted.signal,
    now,
    say,
    progress: (text) => log(text, { ephemeral: true }),
    commit: commitTo({ cluster, place: settings, store: ours, now, tell }),
    save,
    tell,
    close: stop,
  };
}

/** A run that took a lock writes only while the lock is still its own. */
function demandLock(settings: Settings, { lock }: Ledger): void {
  const held = heldLock(settings);
  if (held === undefined || lock?.id === held.id) return;
  throw new LockLostError(
    `the lock was taken by ${lock?.stack ?? "nobody"}: this run writes nothing any more`,
  );
}

/** Runs one operation in a session and closes it whatever happens. */
export async function inSession<T>(
  inputs: ResourceInputs,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(inputs);
  try {
    return await work(session);
  } finally {
    session.close();
  }
}
