import type { Problem } from "../problem";
import type { Settings } from "../settings";
import { hasMatch, mirrorOf } from "../stage/exposure";

/** Abilities of a router, by their keys. */
export type AbilityKey =
  | "probe"
  | "status"
  | "rules"
  | "gateways"
  | "ownRoute"
  | "mirror"
  | "match"
  | "headers"
  | "finerWeights";

/** Abilities of each router. */
export type RouterAbilities = Readonly<Record<AbilityKey, boolean>>;

/** Abilities of a router whose object has one weight and nothing else. */
export const weightOnly: RouterAbilities = {
  probe: false,
  status: false,
  rules: false,
  gateways: false,
  ownRoute: false,
  mirror: false,
  match: false,
  headers: false,
  finerWeights: false,
};

/** Settings that may ask for an ability. */
type AskingSettings = Pick<Settings, "traffic" | "stages">;

/** Something that some routers can do and others cannot. */
export interface Ability {
  readonly key: AbilityKey;
  /** Continues "the router can …". */
  readonly what: string;
  /** Way out for a user, or Sluice's behaviour without it. */
  readonly without: string;
  /** Key of the configuration below `sluice:` that asks for it; absent where nothing does. */
  readonly askedBy?: (settings: AskingSettings) => string | undefined;
}

/** All abilities: preview refuses what a router cannot do, and the reference lists it. */
export const abilities: readonly Ability[] = [
  {
    key: "probe",
    what: "send Sluice's own requests to one track",
    without:
      "the canary is probed and warmed by no request before users' reach it: its readiness probe must tell",
  },
  {
    key: "status",
    what: "say which write it follows",
    without: "requests must show that it follows",
  },
  {
    key: "rules",
    what: "take rules of the configuration",
    without: "leave sluice:traffic.rules out: every request of the hosts is taken",
    askedBy: ({ traffic: { rules } }) => (rules === undefined ? undefined : "traffic.rules"),
  },
  {
    key: "gateways",
    what: "hang a route on several Gateways",
    without: "leave sluice:traffic.gateways out",
    askedBy: ({ traffic: { gateways } }) => (gateways === undefined ? undefined : "traffic.gateways"),
  },
  {
    key: "ownRoute",
    what: "split a route of another owner",
    without: "leave sluice:traffic.from out: Sluice makes the route",
    askedBy: ({ traffic: { isShared } }) => (isShared === true ? "traffic.from" : undefined),
  },
  {
    key: "mirror",
    what: "send copies of requests to the canary",
    without: "begin with a small weight",
    askedBy: ({ stages }) =>
      stages.some((stage) => mirrorOf(stage) !== undefined) ? "stages[].mirror" : undefined,
  },
  {
    key: "match",
    what: "send requests with a header or cookie to the canary",
    without: "begin with a small weight",
    askedBy: (settings) => (hasMatch(settings) ? "stages[].match" : undefined),
  },
  {
    key: "headers",
    what: "set headers of answers",
    without: "a firewall in the pods sets them (edge.waf), or the app itself does: edge.headers says which",
    askedBy: ({ traffic: { headers } }) => (headers === undefined ? undefined : "edge.headers"),
  },
  {
    key: "finerWeights",
    what: "split finer than whole percents",
    without: "1 % is the least",
  },
];

/** Abilities that the configuration asks for and its router lacks, a sentence each. */
export function findLacking(
  {
    name,
    can,
    isOfCalls = false,
  }: { readonly name: string; readonly can: RouterAbilities; readonly isOfCalls?: boolean },
  settings: AskingSettings & Pick<Settings, "app">,
): readonly Problem[] {
  return abilities.flatMap(({ key, what, without, askedBy }) => {
    const asked = askedBy?.(settings);
    return asked === undefined || can[key]
      ? []
      : [
          {
            text: `Cannot route traffic to "${settings.app}": router "${name}"${isOfCalls ? " with a GRPCRoute" : ""} must be able to ${what}, since sluice:${asked} asks for it: got one that cannot`,
            path: `sluice:${asked}`,
            fix: without,
          },
        ];
  });
}
