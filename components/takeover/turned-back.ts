import type { LabelSelector } from "../core/selectors/match-labels";
import type { TakeoverRecord } from "../core/takeover/decide-takeover";
import { readScaler } from "../core/takeover/scalers";
import { leavesTracksOut } from "../core/takeover/selectors";
import type { TakeoverSession } from "./act-takeover";
import { budgetPath } from "./begin-takeover";
import { refuseFight } from "./refuse-fight";
import type { FoughtObject } from "./refuse-fight";

type Looking = Pick<TakeoverSession, "cluster" | "settings">;

interface Written {
  readonly spec: { readonly scaleTargetRef?: { readonly name: string }; readonly selector?: LabelSelector };
}

/** Autoscalers that scale what ran before though they were turned to stable, and budgets that take stable's pods again. */
export async function findTurnedBack(
  { cluster, settings }: Looking,
  { deployment, scalers = [], budgets = [] }: TakeoverRecord,
): Promise<readonly FoughtObject[]> {
  const places = [
    ...scalers.map((written) => {
      const { kind, name, folder } = readScaler(written, settings.namespace);
      const isBack = ({ spec }: Written): boolean => spec.scaleTargetRef?.name === deployment;
      return { object: `${kind} ${name}`, path: `${folder}/${name}`, field: "scaleTargetRef", isBack };
    }),
    ...budgets.map((name) => {
      const isBack = ({ spec }: Written): boolean => !leavesTracksOut(spec.selector ?? {});
      const path = budgetPath(settings, name);
      return { object: `PodDisruptionBudget ${name}`, path, field: "selector", isBack };
    }),
  ];
  const read = await Promise.all(
    places.map(async ({ isBack, ...fought }) => {
      const found = await cluster.find<Written>(fought.path);
      return found !== undefined && isBack(found) ? [fought] : [];
    }),
  );
  return read.flat();
}

/**
 * Sees that autoscalers and budgets are still as they were turned, at the end of a takeover.
 * @throws {RunEnd} `refused` where somebody turned one back
 */
export async function demandTurned(session: Looking, record: TakeoverRecord): Promise<void> {
  const back = await findTurnedBack(session, record);
  if (back.length > 0) throw await refuseFight(session, `take "${session.settings.app}" over`, back);
}
