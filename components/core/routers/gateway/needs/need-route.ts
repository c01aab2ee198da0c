import { kubectl } from "../../../access/kubectl";
import { objectNames } from "../../../settings";
import type { Settings } from "../../../settings";
import type { RouteSettings } from "../../foreign-rules";
import type { Need, NeedFinding } from "../../need";
import { readMarks } from "../../read-marks";
import { objectPath } from "../../routed-kind";
import type { RoutedKind } from "../../routed-kind";
import { findCallProblems } from "./call-problems";
import { rulesOf } from "../http-route";
import type { HttpRoute } from "../http-route";
import { httpRoute } from "../kinds";
import { readReadiness } from "../readiness";
import { isAttached } from "./rivals";
import { findRuleProblems } from "./rule-problems";

const nothing: NeedFinding = { problems: [], notes: [] };

/** Services of the route's namespace that are among its parents: a mesh splits what is sent to them. */
const findServices = ({ metadata, spec }: HttpRoute): readonly string[] =>
  (spec.parentRefs ?? []).flatMap(({ group, kind, name, namespace = metadata.namespace }) =>
    group === "" && kind === "Service" && namespace === metadata.namespace ? [name] : [],
  );

/** The route of another owner that the configuration names, in a state in which Sluice can begin. */
export function needRoute(
  settings: RouteSettings & Partial<Pick<Settings, "stages">>,
  kind: RoutedKind,
): Need {
  const { app, namespace, traffic, cluster } = settings;
  const { gateways = [traffic.gateway] } = traffic;
  const { stable, canaryServices, probe } = objectNames(app);
  const own: readonly string[] = [stable, probe("stable"), ...canaryServices];
  const name = `${kind.kind} ${namespace}/${traffic.route}`;
  const refuse = (text: string, fix: string): NeedFinding => ({
    problems: [{ text: `Cannot route traffic to "${app}": ${text}`, fix, end: "usage" }],
    notes: [],
  });
  return {
    paths: [objectPath(kind, namespace, traffic.route)],
    judge: ([found]) => {
      if (found?.kind === "absent")
        return refuse(
          `sluice:traffic.from must name a route that is there: got ${name}`,
          `${kubectl(cluster, `-n ${namespace} get ${kind.resource}`)} lists those that are`,
        );
      if (found?.kind !== "found") return nothing;
      const route = found.object as HttpRoute;
      const meshed = findServices(route);
      if (meshed.length > 0 && meshed.length === route.spec.parentRefs?.length)
        return refuse(
          `${name} must have a Gateway among its parents, since Sluice's own requests come from outside: got Services alone: ${meshed.join(", ")}`,
          "add a parent for a Gateway beside them, which splits callers inside as well; or split these by router replicas, or by router istio with gateway { name: mesh }",
        );
      const lacking = gateways.filter((one) => !isAttached(route, one));
      if (lacking.length > 0)
        return refuse(
          `sluice:traffic.gateway must name Gateways of ${name}, where its requests are counted: got ${lacking.map((one) => `${one.namespace}/${one.name}`).join(", ")}`,
          "spec.parentRefs names those that it has",
        );
      const tracks = meshed.filter((one) => own.includes(one));
      if (tracks.length > 0)
        return refuse(
          `spec.parentRefs of ${name} must name no Service of the tracks, whose requests would be split once more: got ${tracks.join(", ")}`,
          "ask the route's owner to name the Service that callers use",
        );
      const notes = meshed.map(
        (one) =>
          `${name} splits what callers inside send to Service ${one}, too, where a mesh follows it: of these requests only a source that sees the mesh or the pods counts any`,
      );
      // From the first write on, the split is Sluice's, and what others write is drift.
      if (readMarks(route.metadata).epoch !== "") return { problems: [], notes };
      // Services that are not there yet are no reason: the app's may be made by this very run.
      const refused = readReadiness(route, "some backends are not there");
      if (refused.kind === "refused")
        return {
          problems: [
            {
              text: `Cannot route traffic to "${app}": ${name} must be one that its routers take: got ${refused.text}; nothing was touched`,
              fix: "let whoever keeps the route mend that, or take the parent out that refuses it",
              end: "refused",
            },
          ],
          notes,
        };
      const rules = rulesOf(route);
      const problems =
        kind === httpRoute
          ? findRuleProblems(rules, traffic.probePath, settings)
          : [...findRuleProblems(rules, undefined, settings), ...findCallProblems(rules, settings)];
      return {
        problems: problems.map(({ at, rule, got, fix }) => ({
          text: `Cannot route traffic to "${app}": ${at} of ${name} must ${rule}: got ${got}; nothing was touched`,
          fix,
          end: "refused",
        })),
        notes,
      };
    },
  };
}
