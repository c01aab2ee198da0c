import { objectNames } from "../../settings";
import type { Settings } from "../../settings";
import type { MirrorTerms } from "../../stage/mirror-terms";
import type { RouteSettings } from "../foreign-rules";
import { readMirror } from "../match-terms";
import { covers } from "../find-lost";
import { declareMirrorService, findMirror } from "../mirror-service";
import type { RoutedKind, RouterObject } from "../routed-kind";
import type { Around, DeclaredObject } from "../router";
import { rulesOf, servicesOf, traefikGroup } from "./ingress-route";
import type { IngressRoute, OwnSettings, RouteRule } from "./ingress-route";
import { traefikService } from "./kinds";
import { narrowToMirror } from "./match";
import { findOwnRules } from "./own-rules";

/** Longest body that is copied, bytes: Traefik reads a body to its end before anybody gets it. */
const maxBodySize = 1_048_576;

/** A copy that has no answer by then is given up: it counts as an error, and holds nothing in Traefik any longer. */
const answerWithin = "15s";

const kindOf = "TraefikService";

type MirrorSettings = Pick<RouteSettings, "app" | "namespace"> & Pick<Settings, "port" | "stages">;

/** The objects by which Traefik copies requests; its rule alone makes it do so. None without a mirror stage. */
export function declareMirror({ app, namespace, port, stages }: MirrorSettings): readonly DeclaredObject[] {
  const terms = findMirror(stages);
  if (terms === undefined) return [];
  const { mirror, canaryMirror, stable } = objectNames(app);
  const labels = { "app.kubernetes.io/name": app };
  const apiVersion = `${traefikGroup}/v1alpha1`;
  return [
    ...declareMirrorService({ app, namespace, stages }),
    {
      manifest: {
        apiVersion,
        kind: "ServersTransport",
        metadata: { name: mirror, namespace, labels },
        spec: { forwardingTimeouts: { dialTimeout: "5s", responseHeaderTimeout: answerWithin } },
      },
      ignore: [],
    },
    {
      manifest: {
        apiVersion,
        kind: kindOf,
        metadata: { name: mirror, namespace, labels },
        spec: {
          mirroring: {
            name: stable,
            port,
            maxBodySize,
            mirrors: [{ name: canaryMirror, port, percent: terms.percent, serversTransport: mirror }],
          },
        },
      },
      ignore: [],
    },
  ];
}

/** Rules whose requests are copied to the canary and answered by stable, ahead of the app's own. */
export function renderMirrorRules(
  app: string,
  own: readonly RouteRule[],
  terms: MirrorTerms,
): readonly RouteRule[] {
  return own.map((rule) => ({
    ...rule,
    ...narrowToMirror(rule, terms),
    services: [{ kind: kindOf, name: objectNames(app).mirror }],
  }));
}

/** Places of the rules by which copies reach the canary, as the route writer's last mirror has them. */
export function findMirrorRules(route: IngressRoute, settings: OwnSettings): readonly number[] {
  const terms = readMirror(route.metadata);
  if (terms === undefined) return [];
  const rules = rulesOf(route);
  const own = findOwnRules(route, settings).map(({ index }) => rules[index] as RouteRule);
  const wanted = renderMirrorRules(settings.app, own, terms);
  return rules.flatMap((rule, index) =>
    wanted.some((one) => one.match === rule.match && covers(one.services, servicesOf(rule))) ? [index] : [],
  );
}

/** Whether an object is what a mirror's rule names, as it was declared: it copies nothing by itself. */
function isOwn(kind: RoutedKind, { metadata, spec }: RouterObject, { app, namespace }: OwnSettings): boolean {
  const { stable, canaryMirror, mirror } = objectNames(app);
  if (kind !== traefikService || metadata.name !== mirror || metadata.namespace !== namespace) return false;
  const { mirroring, ...others } = (spec ?? {}) as { mirroring?: { mirrors?: readonly unknown[] } };
  return (
    Object.keys(others).length === 0 &&
    mirroring?.mirrors?.length === 1 &&
    covers({ name: stable, mirrors: [{ name: canaryMirror }] }, mirroring)
  );
}

/** Objects around without Sluice's own, which reaches nobody but by the rule of a mirror. */
export const withoutMirror = (around: readonly Around[], settings: OwnSettings): readonly Around[] =>
  around.map(({ objects, ...rest }) => ({
    ...rest,
    objects: objects?.filter((object) => !isOwn(rest.kind, object, settings)),
  }));
