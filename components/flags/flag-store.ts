import type { Cluster } from "../cluster/api";
import { ownConfigMap, updateGuarded } from "../cluster/config-map";
import type { ConfigMap } from "../cluster/config-map";
import { describeOwner } from "../core/access/owner";
import type { FlagsRecord } from "../core/flags/record";
import { fileKeys, renderFlags } from "../core/flags/render-flags";
import { RunEnd } from "../core/run-end";
import { fieldManager, objectNames } from "../core/settings";
import { parseFlags } from "./record-schema";

/** An app in one environment. */
export interface FlagsOwner {
  readonly app: string;
  readonly environment: string;
  readonly namespace: string;
}

/** Flags as read, with the version that a guarded write needs. */
export interface StoredFlags {
  readonly record: FlagsRecord;
  /** Whether the file that flagd reads is the one of the record. */
  readonly isOwnFile: boolean;
  readonly resourceVersion: string;
}

/** Reads and writes the flags of one app: the file of flagd and the record in one object, so that one write has both. */
export interface FlagStore {
  /** @throws {RunEnd} when the object is another app's, a foreign one, or damaged */
  read(): Promise<StoredFlags | undefined>;
  /** @throws {ApiError} Conflict when another writer was first */
  write(record: FlagsRecord, previous: StoredFlags | undefined): Promise<StoredFlags>;
  /**
   * Reads, changes and writes, again on conflict; `change` returns undefined to leave all as it is.
   * @throws whatever `change` throws
   */
  update(
    change: (stored: StoredFlags | undefined) => FlagsRecord | undefined,
  ): Promise<StoredFlags | undefined>;
  remove(): Promise<void>;
}

/** Refuses an object that is not this app's in this environment. */
function demandOwn({ metadata }: ConfigMap, record: FlagsRecord | undefined, owner: FlagsOwner): void {
  const where = `ConfigMap ${metadata.name} of namespace ${owner.namespace}`;
  if (metadata.labels?.["app.kubernetes.io/managed-by"] !== fieldManager)
    throw new RunEnd("refused", {
      text: `Cannot work on flags of "${owner.app}": ${where} must be Sluice's: got a foreign one${describeOwner(metadata)}; nothing was touched`,
      fix: "give the app another name (sluice:app.name)",
    });
  if (record === undefined || (record.app === owner.app && record.environment === owner.environment)) return;
  throw new RunEnd("refused", {
    text: `Cannot work on flags of "${owner.app}": ${where} must be of environment ${owner.environment}: got "${record.app}" in ${record.environment}`,
    fix: "check the environment, the app and the namespace",
  });
}

/** The store of one app's flags in its namespace. */
export function flagStore(cluster: Cluster, owner: FlagsOwner): FlagStore {
  const name = objectNames(owner.app).flags;
  const object = ownConfigMap(cluster, owner, name);

  const toStored = (found: ConfigMap): StoredFlags => {
    const { [fileKeys.record]: text = "", [fileKeys.flagd]: file } = found.data ?? {};
    const parsed = parseFlags(text);
    demandOwn(found, "problem" in parsed ? undefined : parsed.record, owner);
    if ("problem" in parsed)
      throw new RunEnd("refused", {
        text: `Cannot read the flags of "${owner.app}": ${fileKeys.record} of ConfigMap ${name} ${parsed.problem}`,
        fix: `keep a copy (kubectl -n ${owner.namespace} get configmap ${name} -o yaml) and put ${fileKeys.record} back from it; flagd goes on with its file`,
      });
    const { record } = parsed;
    const { resourceVersion } = found.metadata;
    return { record, isOwnFile: file === renderFlags(record), resourceVersion };
  };

  const read = async (): Promise<StoredFlags | undefined> => {
    const found = await object.find();
    return found === undefined ? undefined : toStored(found);
  };

  const write = async (record: FlagsRecord, previous: StoredFlags | undefined): Promise<StoredFlags> => {
    const data = { [fileKeys.flagd]: renderFlags(record), [fileKeys.record]: JSON.stringify(record) };
    const resourceVersion = await object.write(data, previous?.resourceVersion);
    return { record, isOwnFile: true, resourceVersion };
  };

  const update = async (
    change: (stored: StoredFlags | undefined) => FlagsRecord | undefined,
  ): Promise<StoredFlags | undefined> =>
    await updateGuarded<StoredFlags | undefined>(async () => {
      const stored = await read();
      const next = change(stored);
      return next === undefined ? { result: stored } : { write: async () => await write(next, stored) };
    });

  const remove = async (): Promise<void> => {
    if ((await read()) !== undefined) await object.remove();
  };
  return { read, write, update, remove };
}
