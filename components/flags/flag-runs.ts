import type { Cluster } from "../cluster/api";
import { isConflict } from "../cluster/api-error";
import type { Lock } from "../core/ledger/decide-lock";
import type { ObjectMeta } from "../core/object-meta";
import { fieldManager, objectNames } from "../core/settings";
import type { AppPlace } from "../cluster/workloads";

interface ConfigMap {
  readonly metadata: ObjectMeta;
  readonly data?: Readonly<Record<string, string>>;
}

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

/** Most tries of a write against runs of other flags. */
const mostTries = 20;

function parseRun(text: string | undefined): FlagRun | undefined {
  if (text === undefined) return undefined;
  try {
    const run = JSON.parse(text) as FlagRun;
    return typeof run.attempt === "number" ? run : undefined;
  } catch {
    // Evidence alone is lost, and begins anew.
    return undefined;
  }
}

/** The runs of one app's flags in its namespace. */
export function flagRuns(cluster: Cluster, { app, namespace }: AppPlace): FlagRuns {
  const name = objectNames(app).flagRuns;
  const collection = `/api/v1/namespaces/${namespace}/configmaps`;
  const path = `${collection}/${name}`;
  const keyOf = (flag: string): string => `${flag}.json`;
  const read = async (): Promise<ConfigMap | undefined> => await cluster.find<ConfigMap>(path);

  const write = async (present: ConfigMap | undefined, flag: string, run: FlagRun): Promise<void> => {
    const body = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name,
        namespace,
        labels: { "app.kubernetes.io/name": app, "app.kubernetes.io/managed-by": fieldManager },
        ...(present === undefined ? {} : { resourceVersion: present.metadata.resourceVersion }),
      },
      data: { ...present?.data, [keyOf(flag)]: JSON.stringify(run) },
    };
    const manager = `fieldManager=${fieldManager}`;
    await (present === undefined
      ? cluster.call("POST", `${collection}?${manager}`, { body })
      : cluster.call("PUT", `${path}?${manager}`, { body }));
  };

  return {
    read: async (flag) => parseRun((await read())?.data?.[keyOf(flag)]),
    update: async (flag, change) => {
      for (let tries = 1; ; tries++) {
        const present = await read();
        const before = parseRun(present?.data?.[keyOf(flag)]);
        const next = change(before);
        if (next === undefined) return before;
        try {
          await write(present, flag, next);
          return next;
        } catch (error) {
          if (!isConflict(error) || tries >= mostTries) throw error;
        }
      }
    },
    remove: async () => {
      if ((await read()) !== undefined) await cluster.call("DELETE", path);
    },
  };
}
