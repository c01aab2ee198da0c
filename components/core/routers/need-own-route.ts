import { kubectl } from "../access/kubectl";
import type { RouteSettings } from "./foreign-rules";
import type { Need, NeedFinding } from "./need";
import { readMarks } from "./read-marks";
import { objectPath } from "./routed-kind";
import type { RoutedKind, RouterObject } from "./routed-kind";

/** Rule of a route of another owner that keeps Sluice from beginning. */
export interface RuleProblem {
  /** For people, e.g. `spec.routes[3]`. */
  readonly at: string;
  /** Continues "must". */
  readonly rule: string;
  readonly got: string;
  readonly fix: string;
}

const nothing: NeedFinding = { problems: [], notes: [] };

/**
 * The route of another owner that the configuration names, in a state in which Sluice can begin.
 * @param find - its problems before the first write of Sluice's
 */
export function needOwnRoute(
  kind: RoutedKind,
  { app, namespace, traffic, cluster }: RouteSettings,
  find: (route: RouterObject) => readonly RuleProblem[],
): Need {
  const name = `${kind.kind} ${namespace}/${traffic.route}`;
  return {
    paths: [objectPath(kind, namespace, traffic.route)],
    judge: ([found]) => {
      if (found?.kind === "absent")
        return {
          problems: [
            {
              text: `Cannot route traffic to "${app}": sluice:traffic.from must name a route that is there: got ${name}`,
              fix: `${kubectl(cluster, `-n ${namespace} get ${kind.resource}`)} lists those that are`,
              end: "usage",
            },
          ],
          notes: [],
        };
      if (found?.kind !== "found") return nothing;
      const route = found.object as RouterObject;
      // From the first write on, the split is Sluice's, and what others write is drift.
      if (readMarks(route.metadata).epoch !== "") return nothing;
      return {
        problems: find(route).map(({ at, rule, got, fix }) => ({
          text: `Cannot route traffic to "${app}": ${at} of ${name} must ${rule}: got ${got}; nothing was touched`,
          fix,
          end: "refused",
        })),
        notes: [],
      };
    },
  };
}

/** References of a rule, as {@link findShareProblems} needs them. */
interface Shares {
  readonly at: string;
  /** Number of references to the app. */
  readonly ours: number;
  /** All of them with their weights, for people. */
  readonly refs: readonly string[];
  /** Word for what a rule leads to, in the plural. */
  readonly things: string;
}

/** Reason why a rule that leads to the app cannot be split by the numbers of its references. */
export function findShareProblems(app: string, { at, ours, refs, things }: Shares): readonly RuleProblem[] {
  const got = refs.join(", ");
  if (ours < refs.length)
    return [
      {
        at,
        rule: `have no ${things} but "${app}", since it leads to it`,
        got,
        fix: `end the split: give the other ${things} a rule of their own`,
      },
    ];
  return ours > 1
    ? [
        {
          at,
          rule: "be no split that is live already",
          got,
          fix: `end it where it was begun: one of the ${things} alone`,
        },
      ]
    : [];
}
