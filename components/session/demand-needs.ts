import { lookUp } from "../cluster/look-up";
import { needLetGo } from "../core/routers/need-let-go";
import { findLacking } from "../core/routers/abilities";
import { routerOf } from "../core/routers/routers";
import { needLetGoOf } from "../core/takeover/need-let-go";
import { explainMesh } from "../core/workload/mesh";
import type { Problem } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { demandPlace } from "./demand-place";
import type { Session } from "./session";

/**
 * Refuses before anything is touched when the cluster lacks a prerequisite of the router, or has an object that takes
 * its requests; prints remarks for a person.
 * @param isLetGo - a person says that owners of objects have let go of them
 * @returns objects of owners that a person's word was needed for
 * @throws {RunEnd} with code 2 where the configuration is wrong, with code 3 where the cluster is
 */
export async function demandNeeds(
  { cluster, settings, say }: Session,
  isLetGo: boolean,
): Promise<readonly string[]> {
  const { lever, name, experimental, byPods, takeover } = routerOf(settings);
  if (experimental !== undefined) say(`the router "${name}" is experimental: ${experimental}`, "warning");
  refuse("usage", findLacking(routerOf(settings), settings));
  const place = await demandPlace(cluster, settings.namespace);
  if (lever === undefined && !byPods)
    say(
      `the router "${name}" has no second lever: an abort whose write is refused can only be tried again`,
      "warning",
    );
  const [kind] = routerOf(settings).kinds;
  const isWritten = settings.traffic.isShared === true && takeover.main === undefined;
  const letGo = kind !== undefined && isWritten ? [needLetGo(kind, settings)] : [];
  const taken = settings.takeover === undefined ? [] : [needLetGoOf(settings, settings.takeover)];
  const findings = await Promise.all(
    [...routerOf(settings).needs(settings), ...letGo, ...taken].map(async ({ paths, judge }) =>
      judge(await Promise.all(paths.map(async (path) => await lookUp(cluster, path)))),
    ),
  );
  const mesh = place && explainMesh(place, settings.allowPorts ?? []);
  const notes = [...findings.flatMap((finding) => finding.notes), ...(mesh === undefined ? [] : [mesh])];
  for (const note of notes) say(note, "warning");
  const all = findings.flatMap((finding) => finding.problems);
  const held = isLetGo ? all.filter(({ holder }) => holder !== undefined) : [];
  const problems = all.filter((one) => !held.includes(one));
  const [first] = problems;
  if (first !== undefined) refuse(first.end, problems);
  return held.map(({ holder }) => String(holder));
}

function refuse(end: "usage" | "refused", problems: readonly Problem[]): void {
  if (problems.length > 0) throw new RunEnd(end, problems);
}
