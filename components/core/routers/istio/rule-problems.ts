import { findShareProblems } from "../need-own-route";
import type { RuleProblem } from "../need-own-route";
import type { Settings } from "../../settings";
import { matchOf } from "../../stage/exposure";
import { judgeBeside } from "./beside-rules";
import { isApp, refsOf, rulesOf, weightOf } from "./virtual-service";
import type { HttpRule, OwnSettings, VirtualService } from "./virtual-service";

/** Reason why a rule of the app's cannot be split and probed, whatever its destinations are. */
export function judgeRule(rule: HttpRule): Omit<RuleProblem, "at"> | undefined {
  const sources = (rule.match ?? []).flatMap((match) =>
    (["sourceLabels", "sourceNamespace"] as const).filter((key) => match[key] !== undefined),
  );
  return sources[0] === undefined
    ? undefined
    : {
        rule: "be for requests from anywhere, since Sluice's own come by the gateway",
        got: `match.${sources[0]}`,
        fix: "requests of some callers alone: give them a VirtualService of their own",
      };
}

/** Reasons why the rules of another owner cannot be split as they are. */
export function findProblems(
  route: VirtualService,
  settings: OwnSettings & Pick<Settings, "stages">,
): readonly RuleProblem[] {
  const { app, traffic, stages } = settings;
  const besides = stages.map((stage) => ({ match: matchOf(stage) }));
  const problems = rulesOf(route).flatMap((rule, nth): RuleProblem[] => {
    const refs = refsOf(rule);
    const ours = refs.filter((ref) => isApp(ref, settings));
    if (ours.length === 0) return [];
    const at = `spec.http[${nth}]`;
    const subset = ours.find(({ destination }) => destination.subset !== undefined)?.destination.subset;
    const bad = judgeRule(rule);
    const shares = findShareProblems(app, {
      at,
      ours: ours.length,
      refs: refs.map((ref) => `${ref.destination.host} ${weightOf(ref, refs)}`),
      things: "destinations",
    });
    return [
      ...shares,
      ...(subset === undefined
        ? []
        : [
            {
              at,
              rule: "lead to a Service and to no subset of it: the tracks are told apart by their Services",
              got: `subset ${subset}`,
              fix: "take the subset out, and its version out of the DestinationRule: stable has one version",
            },
          ]),
      ...(bad === undefined ? [] : [{ at, ...bad }]),
      ...besides.flatMap((beside) => {
        const found = judgeBeside(rule, beside);
        return found === undefined ? [] : [{ at, ...found, fix: "begin with a small weight" }];
      }),
    ];
  });
  const none = !rulesOf(route).some((rule) => refsOf(rule).some((ref) => isApp(ref, settings)));
  return [
    ...((route.spec.hosts ?? []).length > 0
      ? []
      : [
          {
            at: "spec.hosts",
            rule: "name hosts",
            got: "none: another VirtualService delegates to it",
            fix: "let the VirtualService with the hosts lead to the app itself, and name that one",
          },
        ]),
    ...(none
      ? [
          {
            at: "spec.http",
            rule: `have a rule with the Service ${traffic.service ?? app}`,
            got: "none",
            fix: "sluice:traffic.service names the Service that the rules have",
          },
        ]
      : []),
    ...problems,
  ];
}
