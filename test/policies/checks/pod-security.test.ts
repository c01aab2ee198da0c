import { readChecks } from "../../../policies/cel/read-checks";
import { toPolicy } from "../../../policies/cel/to-policy";
import { messagesOf } from "../pack/run-policy";
import upstream from "./pod-security-cases.json";
import { asWorkload, workloadKinds } from "./workload";

const policies = readChecks()
  .filter(({ id }) => id.startsWith("pss-"))
  .map((check) => ({ policy: toPolicy(check), level: check.metadata.framework?.specification ?? "" }));
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
async function refusedBy(type: string, { level, pod }: UpstreamCase): Promise<string[]> {
  const refusals = await Promise.all(
    (level === "baseline" ? baseline : policies).map(async ({ policy }) => {
      const messages = await messagesOf(policy, asWorkload(type, pod));
      return messages.length === 0 ? [] : [policy.name];
    }),
  );
  return refusals.flat();
}

describe("the Pod Security Standards of Kubernetes 1.36", () => {
  test("are the twelve baseline and the seven restricted checks", () => {
    expect(baseline).toHaveLength(12);
    expect(policies).toHaveLength(19);
  });

  test.each(Object.keys(workloadKinds))("decide as Kubernetes' own cases say, for a %s", async (type) => {
    const wrong: string[] = [];
    for (const each of cases) {
      const refusals = await refusedBy(type, each);
      const expected = each.verdict === "fail";
      if (refusals.length > 0 !== expected || (expected && !refusals.includes(each.check))) {
        wrong.push(`${each.level} ${each.verdict} ${each.name}: ${refusals.join(", ")}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
