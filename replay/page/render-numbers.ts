import { formatDuration } from "../../components/core/duration";
import { gatherBins } from "./gather-bins";
import type { Replay } from "../replay";
import type { EvidencePoint } from "../watch-evidence";

/** The numbers behind the plots as a table. */
export function renderNumbers({ points, parameters }: Pick<Replay, "points" | "parameters">): string {
  const rows = gatherBins(points, parameters.tickSeconds).map(({ atSeconds, seconds, stable, canary }) => {
    const until = atSeconds + seconds / 2;
    const { trimmedLnE } = points.findLast((point) => point.atSeconds <= until + 1e-6) as EvidencePoint;
    const cells = [canary.requests, canary.errors, stable.requests, stable.errors, trimmedLnE.toFixed(2)];
    return `<tr><td>${formatDuration(until)}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<section><details><summary>The numbers behind the plots</summary><table><thead><tr><th>until</th><th>canary requests</th><th>failed</th><th>stable requests</th><th>failed</th><th>ln E</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table></details></section>`;
}
