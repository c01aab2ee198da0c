import { given } from "../../components/core/given";
import { expressionFault } from "../../components/core/regular-expression";
import { matchPodNames } from "../../components/core/sources/pods";
import { findPlaceholderProblems } from "./events";
import type { Metric, MetricKind, MetricProblem } from "./metric-kind";

/** Lines that our own requests and the kubelet's leave in access logs. */
const usualExcept = "kube-probe|sluice-probe";

const usualSelector = `{namespace="{{namespace}}",pod=~"${matchPodNames({ app: "{{app}}" })}"}`;

function findExpressionProblem(key: "lines" | "except", { [key]: source }: Metric): readonly MetricProblem[] {
  const fault = source === undefined ? undefined : expressionFault(source);
  return fault === undefined ? [] : [[key, fault.replace(/^must /, "")]];
}

/** Lines of logs that need a cause. */
export const log: MetricKind = {
  about:
    "lines of logs that match, per request, compared with stable's: read from the pods by the API server, or from Loki",
  keys: ["lines", "except", "container", "loki", "toleratedRatio"],
  findProblems: (metric) => [
    ...(metric.lines === undefined ? [["lines", "be set for a log"] as const] : []),
    ...findExpressionProblem("lines", metric),
    ...findExpressionProblem("except", metric),
    ...(metric.container !== undefined && metric.loki !== undefined
      ? [["container", "be left out with loki: select it there"] as const]
      : []),
    ...findPlaceholderProblems(metric.loki?.selector ?? "").map(([, rule]) => ["loki", rule] as const),
  ],
  toRule: ({ name, toleratedRatio = 2, lines, except = usualExcept, container, loki }) => ({
    kind: "log",
    name,
    toleratedRatio,
    // The schema has seen to it that it is set.
    lines: lines as string,
    except,
    ...given("container", container),
    ...given(
      "loki",
      loki && {
        address: loki.address,
        selector: loki.selector ?? usualSelector,
        ...given("tokenFrom", loki.tokenFrom),
        ...given("tenant", loki.tenant),
      },
    ),
  }),
};
