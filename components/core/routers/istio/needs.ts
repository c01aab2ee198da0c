import { kubectl } from "../../access/kubectl";
import type { RouteSettings } from "../foreign-rules";
import { findMirror } from "../mirror-service";
import type { Settings } from "../../settings";
import type { Need } from "../need";
import { needOwnRoute } from "../need-own-route";
import { objectPath } from "../routed-kind";
import { virtualService } from "./kinds";
import { gatewaysOf, nameGateway } from "./manifest";
import { needOthers } from "./need-others";
import { findProblems } from "./rule-problems";
import { isApp, istioGroup, refsOf } from "./virtual-service";
import type { VirtualService } from "./virtual-service";

const older = { ...virtualService, version: "v1beta1" };

/** Istio's own kinds: without them nothing follows the route. */
function needKinds({ app, namespace, cluster }: RouteSettings): Need {
  return {
    paths: [objectPath(virtualService, namespace), objectPath(older, namespace)],
    judge: ([present, old]) => ({
      problems:
        present?.kind !== "absent"
          ? []
          : [
              {
                text: `Cannot route traffic to "${app}": the cluster must serve VirtualServices (${istioGroup}/v1): got ${old?.kind === "found" ? "v1beta1, of an Istio before 1.22" : "none"}`,
                fix: `${kubectl(cluster, "get crds")} lists the kinds; those of ${istioGroup}/v1 come with Istio from 1.22 on`,
                end: "usage",
              },
            ],
      notes: [],
    }),
  };
}

/** The Gateways that the VirtualService hangs on: one that is not there would take no request, and say nothing. */
function needGateways(settings: RouteSettings): readonly Need[] {
  const { app, cluster } = settings;
  const gateways = gatewaysOf(settings).filter((one) => nameGateway(one).includes("/"));
  return gateways.map(({ namespace, name, listener, port }) => ({
    paths: [objectPath({ group: istioGroup, version: "v1", resource: "gateways" }, namespace, name)],
    judge: ([found]) => ({
      problems: [
        ...(found?.kind === "absent"
          ? [
              {
                text: `Cannot route traffic to "${app}": sluice:traffic.gateway must name a Gateway (${istioGroup}/v1) of the cluster, or "mesh": got "${namespace}/${name}", which is not there`,
                fix: `${kubectl(cluster, `get gateways.${istioGroup} -A`)} lists those that are`,
                end: "usage" as const,
              },
            ]
          : []),
        ...(listener === undefined && port === undefined
          ? []
          : [
              {
                text: `Cannot route traffic to "${app}": sluice:traffic.gateway must have no listener and no port with router "istio": got ${listener ?? port}`,
                fix: "a VirtualService is for all servers of a Gateway that have its hosts",
                end: "usage" as const,
              },
            ]),
      ],
      notes: [],
    }),
  }));
}

/** Counters of copies: Envoy sends them past the filter by which Istio counts. */
function needMirror({ app, stages, analysis }: RouteSettings & Pick<Settings, "stages">): readonly Need[] {
  if (findMirror(stages) === undefined) return [];
  const isBlind = analysis?.source === "istio";
  return [
    {
      paths: [],
      judge: () => ({
        problems: isBlind
          ? [
              {
                text: `Cannot route traffic to "${app}": with a mirror sluice:analysis.source must count copies: got "istio", whose proxies count none`,
                path: "sluice:stages[].mirror",
                fix: "choose opentelemetry or query, which read the pods' own counters; or begin with a small weight",
                end: "usage",
              },
            ]
          : [],
        notes: ['a mirror by router "istio" is experimental: no proxy of Istio sent copies in the tests'],
      }),
    },
  ];
}

/** Parts of the app's own VirtualService that are not split. */
function needStreams(settings: RouteSettings): Need {
  const { namespace, traffic, app } = settings;
  return {
    paths: [objectPath(virtualService, namespace, traffic.route)],
    judge: ([found]) => {
      const { tls = [], tcp = [] } =
        found?.kind === "found" ? (found.object as VirtualService).spec : ({} as VirtualService["spec"]);
      const unsplit = Object.entries({ tls, tcp }).flatMap(([field, rules]) =>
        rules.flatMap((rule, nth) =>
          refsOf(rule).some((ref) => isApp(ref, settings)) ? [`spec.${field}[${nth}]`] : [],
        ),
      );
      return {
        problems: [],
        notes: unsplit.map(
          (at) => `${at} of the VirtualService leads to ${app} and is not split: it stays as it is`,
        ),
      };
    },
  };
}

/** Prerequisites of Istio's own kinds in the cluster. */
export function needsOfIstio(settings: RouteSettings & Pick<Settings, "stages">): readonly Need[] {
  const isShared = settings.traffic.isShared === true;
  return [
    ...needMirror(settings),
    needKinds(settings),
    needOthers(settings),
    needStreams(settings),
    // Whoever made the route chose its Gateways.
    ...(isShared
      ? [needOwnRoute(virtualService, settings, (route) => findProblems(route as VirtualService, settings))]
      : needGateways(settings)),
  ];
}
