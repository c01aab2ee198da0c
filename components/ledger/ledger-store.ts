import type { Ledger } from "../core/ledger/ledger";
import { findForeignOwner } from "../core/ledger/ledger-owner";
import { prefixed } from "../core/problem";
import type { Problem } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { objectNames } from "../core/settings";
import { parseLedger } from "./ledger-schema";
import { ApiError } from "../cluster/api-error";
import type { Cluster } from "../cluster/api";
import { ownConfigMap, updateGuarded } from "../cluster/config-map";
import type { ConfigMap } from "../cluster/config-map";
import { describeOwner } from "../core/access/owner";

/** Largest ledger that is written: a ConfigMap has room for 1 MiB, and every tick writes the whole ledger. */
export const maxLedgerBytes = 256 * 1024;

const key = "ledger.json";

/** The ledger in the cluster is there but cannot be used. */
export class LedgerUnreadableError extends RunEnd {
  constructor(problem: string | Problem) {
    super("refused", problem);
  }
}

/** The ledger's name is taken by another app's, another environment's or a foreign object. */
export class ForeignLedgerError extends RunEnd {
  constructor(problem: Problem) {
    super("refused", problem);
  }
}

/** Ledger as read, with the version that compare-and-swap needs. */
export interface StoredLedger {
  readonly ledger: Ledger;
  readonly resourceVersion: string;
}

/** Reads and writes one app's ledger; every write is a compare-and-swap on resourceVersion. */
export interface LedgerStore {
  /**
   * @throws {LedgerUnreadableError} when it is damaged or from a newer version
   * @throws {ForeignLedgerError} when it is not this app's in this environment
   */
  read(): Promise<StoredLedger | undefined>;
  /** @throws {ApiError} Conflict when another writer was first */
  write(next: Ledger, previous: StoredLedger | undefined): Promise<StoredLedger>;
  /**
   * Reads, changes and writes, again on conflict; `change` returns undefined to leave it as it is.
   * @throws whatever `change` throws, e.g. because the lock is lost
   */
  update(change: (ledger: Ledger) => Ledger | undefined): Promise<StoredLedger>;
  /** @throws {ForeignLedgerError} when it is not this app's in this environment */
  remove(): Promise<void>;
}

/** The store of one app's environment in its namespace. */
export function ledgerStore(
  cluster: Cluster,
  where: { readonly app: string; readonly environment: string; readonly namespace: string },
): LedgerStore {
  const name = objectNames(where.app).ledger;
  const object = ownConfigMap(cluster, where, name);

  const demandOwn = (problem: Problem | undefined): void => {
    if (problem !== undefined)
      throw new ForeignLedgerError(prefixed(`Cannot work on "${where.app}": `, problem));
  };

  const toStored = (found: ConfigMap): StoredLedger => {
    demandOwn(findStranger(found, where));
    const text = found.data?.[key];
    const parsed: ReturnType<typeof parseLedger> =
      text === undefined ? { problem: `has no key ${key}` } : parseLedger(text);
    if ("problem" in parsed) {
      const rebuild = `keep a copy (kubectl -n ${where.namespace} get configmap ${name} -o yaml), then delete it: the next run of the base stack rebuilds it from the live objects, only the evidence is lost`;
      throw new LedgerUnreadableError({
        text: `Cannot read ledger "${where.namespace}/${name}": it ${parsed.problem}`,
        fix: parsed.fix ?? rebuild,
      });
    }
    demandOwn(findForeignOwner(parsed.ledger, where));
    return { ledger: parsed.ledger, resourceVersion: found.metadata.resourceVersion };
  };

  const read = async (): Promise<StoredLedger | undefined> => {
    const found = await object.find();
    return found === undefined ? undefined : toStored(found);
  };

  const write = async (next: Ledger, previous: StoredLedger | undefined): Promise<StoredLedger> => {
    let text = JSON.stringify(next);
    if (Buffer.byteLength(text) > maxLedgerBytes) {
      const { evidence: _evidence, ...rest } = next;
      text = JSON.stringify({ ...rest, note: "the evidence had outgrown the ledger and was dropped" });
    }
    return { ledger: next, resourceVersion: await object.write({ [key]: text }, previous?.resourceVersion) };
  };

  const update = async (change: (ledger: Ledger) => Ledger | undefined): Promise<StoredLedger> =>
    await updateGuarded(async () => {
      const stored = await read();
      if (stored === undefined) {
        throw new LedgerUnreadableError({
          text: `Cannot write ledger "${where.namespace}/${name}": it is gone`,
          fix: "run the base stack, which rebuilds it from the live objects",
        });
      }
      const next = change(stored.ledger);
      return next === undefined || next === stored.ledger
        ? { result: stored }
        : { write: async () => await write(next, stored) };
    });

  const remove = async (): Promise<void> => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof LedgerUnreadableError)) throw error;
    }
    try {
      await object.remove();
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  };
  return { read, write, update, remove };
}

/**
 * Reason why a ConfigMap under the ledger's name is no ledger of Sluice: it has neither Sluice's label nor a ledger.
 */
function findStranger(
  { metadata, data }: ConfigMap,
  where: { readonly namespace: string },
): Problem | undefined {
  const isOurs = metadata.labels?.["app.kubernetes.io/managed-by"] === "sluice" || data?.[key] !== undefined;
  return isOurs
    ? undefined
    : {
        text: `ConfigMap ${metadata.name} of namespace ${where.namespace} must be its ledger: got a foreign one${describeOwner(metadata)}; nothing was touched`,
        fix: "give the app another name (sluice:app.name)",
      };
}
