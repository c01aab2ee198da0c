import { kubectl } from "../../access/kubectl";
import type { RouteSettings } from "../foreign-rules";
import type { Need, NeedFinding } from "../need";
import { readMarks } from "../read-marks";
import { objectPath } from "../routed-kind";
import { isApp, rulesOf, servicesOf, weightOf } from "./ingress-route";
import type { IngressRoute, RouteRule } from "./ingress-route";
import { ingressRoute } from "./kinds";

const nothing: NeedFinding = { problems: [], notes: [] };

interface RuleProblem {
  readonly rule: string;
  readonly got: string;
  readonly fix: string;
}

/** Reasons why a rule that leads to the app cannot be split. */
function judgeRule(rule: RouteRule, settings: RouteSettings): readonly RuleProblem[] {
  const refs = servicesOf(rule);
  const ours = refs.filter((ref) => isApp(ref, settings));
  if (ours.length === 0) return [];
  const got = refs.map((ref) => `${ref.name} ${weightOf(ref)}`).join(", ");
  if (ours.length < refs.length)
    return [
      {
        rule: `have no Services but "${settings.app}", since it leads to it`,
        got,
        fix: "end the split: give the other Services a rule of their own",
      },
    ];
  if (ours.length > 1)
    return [
      {
        rule: "be no split that is live already",
        got,
        fix: "end it where it was begun: one Service alone",
      },
    ];
  return [];
}

/** The route of another owner that the configuration names, in a state in which Sluice can begin. */
export function needRoute(settings: RouteSettings): Need {
  const { app, namespace, traffic, cluster } = settings;
  const name = `IngressRoute ${namespace}/${traffic.route}`;
  return {
    paths: [objectPath(ingressRoute, namespace, traffic.route)],
    judge: ([found]) => {
      if (found?.kind === "absent")
        return {
          problems: [
            {
              text: `Cannot route traffic to "${app}": sluice:traffic.from must name a route that is there: got ${name}`,
              fix: `${kubectl(cluster, `-n ${namespace} get ingressroutes`)} lists those that are`,
              end: "usage",
            },
          ],
          notes: [],
        };
      if (found?.kind !== "found") return nothing;
      const route = found.object as IngressRoute;
      // From the first write on, the split is Sluice's, and what others write is drift.
      if (readMarks(route.metadata).epoch !== "") return nothing;
      const rules = rulesOf(route);
      const refuse = (at: string, { rule, got, fix }: RuleProblem) => ({
        text: `Cannot route traffic to "${app}": ${at} of ${name} must ${rule}: got ${got}; nothing was touched`,
        fix,
        end: "refused" as const,
      });
      const none = !rules.some((rule) => servicesOf(rule).some((ref) => isApp(ref, settings)));
      return {
        problems: none
          ? [
              refuse("spec.routes", {
                rule: `have a rule with the Service ${traffic.service ?? app}`,
                got: "none",
                fix: "sluice:traffic.service names the Service that the rules have",
              }),
            ]
          : rules.flatMap((rule, at) =>
              judgeRule(rule, settings).map((problem) => refuse(`spec.routes[${at}]`, problem)),
            ),
        notes: [],
      };
    },
  };
}
