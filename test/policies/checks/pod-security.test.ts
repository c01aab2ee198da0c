import { readChecks } from "../../../policies/cel/read-checks";
import { judgeAll } from "./judge";
import upstream from "./pod-security-cases.json";
import { asWorkload, workloadKinds } from "./workload";

const policies = readChecks()
  .filter(({ id }) => id.startsWith("pss-"))
  .map(({ id, metadata }) => ({ id, level: metadata.framework?.specification ?? "" }));
const baseline = policies.filter(({ level }) => level.startsWith("Baseline: "));

interface UpstreamCase {
  readonly level: string;
  readonly verdict: string;
  readonly name: string;
  readonly check: string;
  readonly pod: Record<string, unknown>;
}

const cases = upstream.cases as unknown as readonly UpstreamCase[];

/** Names of the checks of a level that refuse this pod, held by this kind. */
function refusedBy(type: string, { level, pod }: UpstreamCase): string[] {
  const own = new Set((level === "baseline" ? baseline : policies).map(({ id }) => id));
  return Object.keys(judgeAll(asWorkload(type, pod))).filter((id) => own.has(id));
}

describe("the Pod Security Standards of Kubernetes 1.36", () => {
  test("are the twelve baseline and the seven restricted checks", () => {
    expect(baseline).toHaveLength(12);
    expect(policies).toHaveLength(19);
  });

  test.each(Object.keys(workloadKinds))("decide as Kubernetes' own cases say, for a %s", (type) => {
    const wrong: string[] = [];
    for (const each of cases) {
      const refusals = refusedBy(type, each);
      const expected = each.verdict === "fail";
      if (refusals.length > 0 !== expected || (expected && !refusals.includes(each.check))) {
        wrong.push(`${each.level} ${each.verdict} ${each.name}: ${refusals.join(", ")}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
