import type { Cluster } from "../cluster/api";
import { servicePath } from "../cluster/services";
import type { ObjectMeta } from "../core/object-meta";
import { RunEnd } from "../core/run-end";
import type { Settings } from "../core/settings";
import type { TakeoverAct, TakeoverRecord } from "../core/takeover/decide-takeover";
import { describeRival } from "../core/takeover/fought";
import { deploymentOf } from "./read-takeover";

/** An object that somebody keeps writing back, and the field of its `spec`. */
export interface FoughtObject {
  readonly object: string;
  readonly path: string;
  readonly field: string;
}

/** Objects that an act writes. */
export function objectsOf(
  act: TakeoverAct & { readonly kind: "turn" | "scale" },
  settings: Settings,
  record: TakeoverRecord,
): readonly FoughtObject[] {
  if (act.kind === "turn")
    return Object.keys(record.selectors).map((name) => ({
      object: `Service ${name}`,
      path: servicePath(settings, name),
      field: "selector",
    }));
  const { name, path } = deploymentOf(act.side, settings, record);
  return [{ object: `Deployment ${name}`, path, field: "replicas" }];
}

/**
 * End of a run whose writes somebody keeps undoing, naming the writer.
 * @param whole - action of the run, e.g. `take "shop" over`
 */
export async function refuseFight(
  { cluster, settings }: { readonly cluster: Cluster; readonly settings: Settings },
  whole: string,
  fought: readonly FoughtObject[],
): Promise<RunEnd> {
  const seen = await Promise.all(
    fought.map(async ({ object, path, field }) => {
      const found = await cluster.find<{ readonly metadata?: ObjectMeta }>(path);
      return `${object} written back by ${describeRival(found?.metadata ?? {}, field)}`;
    }),
  );
  return new RunEnd("refused", {
    text: `Cannot ${whole}: its objects must stay as this run writes them: got ${seen.join(", ")}; what serves goes on serving`,
    fix: `let that writer let go first (docs/how-to/adopt.md), then run the same command again, or \`sluice eject ${settings.environment}\``,
  });
}
