import { isAskedBy } from "../checks/repeatable";
import { routerOf } from "../routers/routers";
import type { Settings } from "../settings";

/** Way of bringing requests to a release, as `sluice recommend` weighs it. */
export interface StrategyFit {
  readonly name: "canary" | "rolling" | "blue-green" | "match" | "mirror";
  readonly fits: boolean;
  /** Purpose, or what is missing, in words. */
  readonly why: string;
}

/** Strategies that a configuration allows, each with its reason; which of them suits a change is a person's choice. */
export function fitStrategies(
  settings: Pick<Settings, "traffic" | "checks">,
): readonly [StrategyFit, ...StrategyFit[]] {
  const router = routerOf(settings);
  const { name, can, byPods, isOfCalls = false } = router;
  const lacks = `router ${name} cannot`;
  const isAsked = (settings.checks ?? []).some((one) => isAskedBy(router, one));
  const canAsk = can.probe || isOfCalls;
  return [
    byPods === true
      ? { name: "rolling", fits: true, why: "numbers of pods make the share: the finest is one pod" }
      : {
          name: "canary",
          fits: true,
          why: "weights, each proven before the next: the fewest users meet a fault",
        },
    {
      name: "blue-green",
      fits: canAsk && isAsked,
      why: !canAsk
        ? `${lacks} send the checks to a canary without users`
        : isAsked
          ? "checks at weight 0, then one move: where two versions must not serve side by side, or weights prove too little"
          : `sluice:checks has none ${isOfCalls ? "of set grpc-health" : "by GET or HEAD"} that could stand in for evidence`,
    },
    {
      name: "match",
      fits: can.match,
      why: can.match
        ? "before the weights, requests with one header or cookie: testers meet it first, and nobody else does"
        : `${lacks} choose requests by header or cookie`,
    },
    {
      name: "mirror",
      fits: can.mirror,
      why: can.mirror
        ? "before the weights, copies of requests that may be repeated: the canary is seen at work, and nobody gets its answers"
        : `${lacks} send copies of requests to the canary`,
    },
  ];
}
