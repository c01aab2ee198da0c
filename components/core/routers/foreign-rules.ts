import { kubectlPatch } from "../access/kubectl";
import type { ForeignRule } from "../live";
import { objectNames, serviceNames } from "../settings";
import type { Settings } from "../settings";
import { describeWeight } from "../stage/exposure";
import { findWriter } from "./read-marks";
import type { RoutedKind, RouterObject, Split, Target } from "./routed-kind";

/** Settings that locate an app's traffic. */
export type RouteSettings = Pick<Settings, "app" | "namespace" | "traffic" | "cluster"> & {
  /** Source of the counters, where that is known: it tells which proxy follows the route. */
  readonly analysis?: Pick<Settings["analysis"], "source">;
};

function isCanary(
  { service, namespace }: Target,
  object: Pick<RouterObject, "metadata">,
  settings: Pick<RouteSettings, "app" | "namespace">,
): boolean {
  return (
    objectNames(settings.app).canaryServices.includes(service) &&
    (namespace ?? object.metadata.namespace) === settings.namespace
  );
}

/** Ends one rule's way to the canary: copies stop, requests go to stable, and only if the rule is still the same. */
function renderCommand(
  { resource, calledBy = resource }: RoutedKind,
  { metadata }: RouterObject,
  targets: readonly Target[],
  settings: RouteSettings,
): string {
  const names = serviceNames(settings);
  const operations = targets
    .toReversed()
    .flatMap(({ pointer, copies, beside, service, written = service }) => [
      { op: "test", path: pointer, value: written },
      ...(copies === undefined
        ? [
            { op: "replace", path: pointer, value: written.replace(service, names.stable) },
            ...(beside === undefined ? [] : [{ op: "remove", path: beside }]),
          ]
        : [{ op: "remove", path: copies }]),
    ]);
  const place = { cluster: settings.cluster, namespace: metadata.namespace };
  return kubectlPatch(place, `${calledBy} ${metadata.name}`, "json", operations);
}

/**
 * Rules of an object whose requests reach the canary, or copies of them.
 * @param own - the object is the route writer's own
 * @param isOurs - rules of the app itself: of these only copies count
 */
export function findForeignRules(
  kind: RoutedKind,
  object: RouterObject,
  settings: RouteSettings,
  own: boolean,
  isOurs: (split: Split) => boolean = () => false,
): readonly ForeignRule[] {
  const { namespace, name } = object.metadata;
  const writer = findWriter(object.metadata, kind.field);
  return kind.split(object).flatMap((split): ForeignRule[] => {
    const reached = split.targets.filter((target) => target.share > 0 && isCanary(target, object, settings));
    const targets = isOurs(split) ? reached.filter(({ copies }) => copies !== undefined) : reached;
    if (split.probe || targets.length === 0) return [];
    const share = (copied: boolean): number =>
      targets.reduce((sum, one) => sum + ((one.copies !== undefined) === copied ? one.share : 0), 0);
    return [
      {
        object: `${kind.kind} ${namespace}/${name}`,
        rule: split.at,
        weight: Math.min(100, Math.max(share(false), share(true))),
        ...(writer === undefined ? {} : { writer }),
        command: renderCommand(kind, object, targets, settings),
        own,
      },
    ];
  });
}

/** Ways to the canary that no weight of Sluice governs. */
export interface Ways {
  readonly rules: readonly ForeignRule[];
  /** Kinds of objects that could not be looked through. */
  readonly unseen: readonly string[];
  /** Percent that the app's own rule sends there, by another run's write. @default 0 */
  readonly own?: number;
}

/** Reasons why the canary's pods have to stay, each with its way out; empty where no way is left. */
export function explainWays({ rules, unseen, own = 0 }: Ways): readonly { text: string; fix: string }[] {
  const foreign = rules.map((rule) => ({
    text: describeForeign(rule),
    fix: `${rule.command} sends its requests to stable`,
  }));
  const raised = {
    text: `the app's own rule sends ${describeWeight(own)} to the canary: another run has moved traffic since`,
    fix: "sluice status shows whose attempt that is, sluice abort ends it",
  };
  const left = own === 0 ? foreign : [raised, ...foreign];
  return unseen.length === 0
    ? left
    : [
        ...left,
        {
          text: `rules of others that reach the canary could not be looked for in ${unseen.join(", ")}`,
          fix: "docs/reference/rights.md lists the rules of each role",
        },
      ];
}

/** A foreign rule as a person reads it. */
export function describeForeign({ object, rule, weight, writer }: ForeignRule): string {
  const who = writer === undefined ? "" : `, written by ${writer.manager} at ${writer.at}`;
  return `${object} ${rule} sends ${Number(weight.toFixed(1))} % of what it takes to the canary${who}`;
}
