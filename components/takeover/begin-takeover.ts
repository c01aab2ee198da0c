import { jsonPatch } from "../cluster/api";
import type { Cluster } from "../cluster/api";
import { listRunningPods } from "../cluster/running-pods";
import { findService } from "../cluster/services";
import { RunEnd } from "../core/run-end";
import { fieldManager } from "../core/settings";
import type { Settings } from "../core/settings";
import type { LabelSelector } from "../core/selectors/match-labels";
import type { TakeoverRecord } from "../core/takeover/decide-takeover";
import type { TakeoverPlan } from "../core/takeover/plan";
import { renderBudget } from "../core/takeover/selectors";
import { takeoverBegun } from "../core/takeover/takeover-transition";
import { toLivePod } from "../core/workload/pod";
import type { Session } from "../session/session";
import { oldPath } from "./read-takeover";

/** The user's Services and Deployment as they are before anything of them is written. */
async function readRecord(
  cluster: Cluster,
  settings: Settings,
  { deployment, services, budgets, scalers }: TakeoverPlan,
): Promise<TakeoverRecord> {
  const found = await cluster.find<{
    readonly spec: { readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> } };
  }>(oldPath(settings, deployment));
  const pods = await listRunningPods(cluster, settings.namespace, found?.spec.selector.matchLabels ?? {});
  const ready = found === undefined ? 0 : pods.filter((pod) => toLivePod(pod).ready).length;
  if (ready === 0)
    throw new RunEnd("refused", {
      text: `Cannot take "${settings.app}" over: Deployment ${deployment} must have a ready pod: got none; nothing was touched`,
    });
  const selectors = await Promise.all(
    services.map(async (name) => {
      const service = await findService(cluster, settings, name);
      return [name, service?.spec.selector ?? {}] as const;
    }),
  );
  return { deployment, pods: ready, selectors: Object.fromEntries(selectors), budgets, scalers };
}

/** Path of a PodDisruptionBudget. */
export const budgetPath = ({ namespace }: Pick<Settings, "namespace">, name: string): string =>
  `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}`;

/** Lets budgets leave the tracks' pods out, or take all of their own again; one that is gone is left. */
export async function writeBudgets(
  cluster: Cluster,
  settings: Pick<Settings, "namespace">,
  names: readonly string[],
  leavesOut: boolean,
): Promise<void> {
  for (const name of names) {
    const path = budgetPath(settings, name);
    const budget = await cluster.find<{ readonly spec: { readonly selector?: LabelSelector } }>(path);
    const patch = budget && renderBudget(budget.spec.selector ?? {}, leavesOut);
    if (patch === undefined) continue;
    await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
      contentType: jsonPatch,
      body: patch,
    });
  }
}

/** Notes what serves in the ledger, once, and lets its budgets leave out the pods of stable that start next. */
export async function beginTakeover({ cluster, settings, store, commit, say }: Session): Promise<void> {
  const plan = settings.takeover;
  const ledger = plan === undefined ? undefined : (await store.read())?.ledger;
  if (plan === undefined || ledger === undefined) return;
  const isFirst = ledger.attempt?.kind === "first" && ledger.phase === "promoting";
  if (ledger.takeover === undefined && !isFirst) return;
  const record = ledger.takeover ?? (await readRecord(cluster, settings, plan));
  if (ledger.takeover === undefined) {
    await commit((current) => (current.takeover === undefined ? takeoverBegun(current, record) : undefined));
    say(`stable takes the place of Deployment ${record.deployment} with ${record.pods} pods`);
  }
  await writeBudgets(cluster, settings, record.budgets ?? [], true);
}
