import type { Settings } from "../../../settings";
import type { RouteSettings } from "../../foreign-rules";
import { findMirror } from "../../mirror-service";
import type { Need, NeedProblem } from "../../need";
import { classPaths, findClasses } from "./gateway-classes";
import type { GatewayClass } from "./gateway-classes";

const copying = "HTTPRouteRequestMirror";
const sharing = "HTTPRouteRequestPercentageMirror";

/** Statement of a class that it knows features; undefined where it states nothing. */
const featuresOf = (one: GatewayClass | undefined): readonly (string | undefined)[] | undefined =>
  one?.status?.supportedFeatures?.map(({ name }) => name);

/**
 * Implementations that can copy requests, by their own word: one that cannot may accept the route, and answer every
 * request of the rule with an error. Where nothing can be read of it, nothing is tried.
 */
export function needMirror(settings: RouteSettings & Pick<Settings, "stages">): readonly Need[] {
  const { app, traffic, stages } = settings;
  const { gateways = [traffic.gateway] } = traffic;
  const terms = findMirror(stages);
  if (terms === undefined) return [];
  const wanted = terms.percent === 100 ? [copying] : [copying, sharing];
  const judge = (one: GatewayClass | undefined, nth: number): readonly NeedProblem[] => {
    const features = featuresOf(one);
    const lacking = wanted.filter((feature) => features?.includes(feature) !== true);
    if (lacking.length === 0) return [];
    const gateway = gateways[nth] as (typeof gateways)[number];
    const got =
      features === undefined
        ? "none that can be read"
        : `GatewayClass ${one?.metadata.name} without ${lacking.join(" and ")}`;
    return [
      {
        text: `Cannot route traffic to "${app}": the class of Gateway ${gateway.namespace}/${gateway.name} must state that it copies requests, as sluice:stages[].mirror asks: got ${got}`,
        path: "sluice:stages[].mirror",
        fix:
          lacking[0] === sharing
            ? "percent: 100 needs no share; else begin with a small weight"
            : "begin with a small weight; where the class may not be read, docs/reference/rights.md has the rule",
        end: "usage",
      },
    ];
  };
  return [
    {
      paths: classPaths(settings),
      judge: (found) => ({
        problems: findClasses(found).flatMap(judge),
        notes: [
          'a mirror by router "gateway" is experimental: no proxy that has it carried requests in the tests',
        ],
      }),
    },
  ];
}
