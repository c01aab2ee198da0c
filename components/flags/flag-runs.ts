import type { Cluster } from "../cluster/api";
import { ownConfigMap, updateGuarded } from "../cluster/config-map";
import type { Lock } from "../core/ledger/lock/decide-lock";
import { objectNames } from "../core/settings";
import type { AppPlace } from "../cluster/workloads";

/** Run of one flag's way from 0 to 100 %: who judges it, and the evidence so far. */
export interface FlagRun {
  /** As in `LiveFlag`: evidence of another way counts for nothing. */
  readonly attempt: number;
  /** Absent while no run judges it. */
  readonly lock?: Lock;
  /** State of the verdict engine; absent before the first step. */
  readonly evidence?: unknown;
}

/** Reads and writes the runs of an app's flags; every write is a compare-and-swap. */
export interface FlagRuns {
  read(name: string): Promise<FlagRun | undefined>;
  /**
   * Reads, changes and writes, again on conflict; `change` returns undefined to leave it as it is.
   * @returns the run after it
   */
  update(
    name: string,
    change: (run: FlagRun | undefined) => FlagRun | undefined,
  ): Promise<FlagRun | undefined>;
  remove(): Promise<void>;
}

function parseRun(text: string | undefined): FlagRun | undefined {
  if (text === undefined) return undefined;
  try {
    const run = JSON.parse(text) as FlagRun;
    return typeof run.attempt === "number" ? run : undefined;
  } catch {
    // Evidence alone is lost, and begins again.
    return undefined;
  }
}

/** The runs of one app's flags in its namespace. */
export function flagRuns(cluster: Cluster, place: AppPlace): FlagRuns {
  const object = ownConfigMap(cluster, place, objectNames(place.app).flagRuns);
  const keyOf = (flag: string): string => `${flag}.json`;
  return {
    read: async (flag) => parseRun((await object.find())?.data?.[keyOf(flag)]),
    update: async (flag, change) =>
      await updateGuarded<FlagRun | undefined>(async () => {
        const present = await object.find();
        const before = parseRun(present?.data?.[keyOf(flag)]);
        const next = change(before);
        if (next === undefined) return { result: before };
        const data = { ...present?.data, [keyOf(flag)]: JSON.stringify(next) };
        return {
          write: async () => {
            await object.write(data, present?.metadata.resourceVersion);
            return next;
          },
        };
      }),
    remove: async () => {
      if ((await object.find()) !== undefined) await object.remove();
    },
  };
}
