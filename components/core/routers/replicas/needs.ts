import { describeOwner } from "../../access/owner";
import type { ObjectMeta } from "../../object-meta";
import { objectNames, trackLabel } from "../../settings";
import { weightOf } from "../../stage/exposure";
import { hasLabels } from "../../selectors/match-labels";
import type { Labels } from "../../selectors/match-labels";
import { canaryReplicas } from "../../workload/sizes/capacity";
import { isMadeBy } from "../../workload/pod-owner";
import { shareOfPods } from "../../workload/sizes/pod-share";
import type { RouteSettings } from "../foreign-rules";
import { itemsOf } from "../need";
import type { Found, Need, NeedProblem } from "../need";
import type { RouterObject } from "../routed-kind";
import type { SizedSettings } from "../router";
import { readService } from "./read";
import { servicePath, termsOf } from "./service";

const percent = (stable: number, canary: number): string =>
  `${canary} of ${stable + canary} pods, ${shareOfPods(stable, canary)} % of connections`;

/** A user's Service is the switch only where stable takes the place of what it leads to. */
const refuseUnadopted = ({ app, traffic, takeover }: RouteSettings & SizedSettings): readonly NeedProblem[] =>
  traffic.isShared !== true || takeover !== undefined
    ? []
    : [
        {
          text: `Cannot route traffic to "${app}": sluice:app.adopt must be set, since sluice:traffic.from names a Service: got none`,
          fix: "a user's Service is split only where stable takes the place of its pods; else leave sluice:traffic.from out",
          end: "usage",
        },
      ];

/** Service of this name that another owner made. */
function needName(settings: RouteSettings & SizedSettings): Need {
  const { app } = settings;
  return {
    paths: [servicePath(settings)],
    judge: ([found]) => {
      const object = found?.kind === "found" ? (found.object as RouterObject) : undefined;
      const reading = object && readService(object, settings, []);
      return {
        problems: [
          ...refuseUnadopted(settings),
          ...(reading?.kind === "theirs"
            ? [
                {
                  text: `Cannot route traffic to "${app}": the Service of sluice:traffic.route must be Sluice's own: got ${reading.owner}; nothing was touched`,
                  fix: "give sluice:traffic.route a name of its own, and let callers use that Service",
                  end: "refused" as const,
                },
              ]
            : []),
        ],
        notes: [
          'router "replicas" splits connections, by numbers of pods: a client that keeps its connection stays on its track, so that the share of users lags behind',
          "what connects to pods without this Service is split by their numbers alone",
          "an abort is one write of this Service's selector; open connections end with the canary's pods after sluice:traffic.drain: until then it is not confirmed",
          "second lever of an abort: below 100 % the canary's Deployment at 0 pods; at 100 % there is none: hold and call",
        ],
      };
    },
  };
}

function stablePods(found: Found | undefined, { stable, takeover }: SizedSettings): number {
  const least = "replicas" in stable ? stable.replicas : stable.minReplicas;
  // In place of a running service it starts with as many as that has.
  const declared = Math.max(least, takeover?.pods ?? 0);
  const live =
    found?.kind === "found"
      ? (found.object as { readonly spec?: { readonly replicas?: number } }).spec?.replicas
      : undefined;
  return Math.max(1, live ?? declared);
}

/** Weights that stable's present pods allow. */
function needShares(settings: RouteSettings & SizedSettings): Need {
  const { app, namespace, stages } = settings;
  return {
    paths: [`/apis/apps/v1/namespaces/${namespace}/deployments/${objectNames(app).stable}`],
    judge: ([found]) => {
      const pods = stablePods(found, settings);
      const shares = stages
        .map((stage, nth) => {
          const weight = weightOf(stage);
          return { weight, nth, canary: canaryReplicas(pods, weight, true) };
        })
        .filter(({ weight }) => weight < 100);
      const problems = shares
        .filter(({ canary }) => canary === 0)
        .map(({ weight, nth }): NeedProblem => ({
          text: `Cannot route traffic to "${app}": sluice:stages[${nth}].weight must be a share that pods make: got ${weight} %, and one pod beside ${pods} of stable is ${shareOfPods(pods, 1)} %`,
          path: `sluice:stages[${nth}].weight`,
          fix: `begin with weight ${Math.ceil(100 / (pods + 1))}, or give stable ${Math.ceil((100 - weight) / weight)} pods`,
          end: "usage",
        }));
      return {
        problems,
        notes: shares
          .filter(({ canary }) => canary > 0)
          .map(({ weight, canary }) => `stage ${weight} %: ${percent(pods, canary)}`),
      };
    },
  };
}

/** Pods of others that the Service would select with both tracks in. */
function needPods(settings: RouteSettings & SizedSettings): Need {
  const { app, namespace, takeover } = settings;
  const selector = encodeURIComponent(`app.kubernetes.io/name=${app},!${trackLabel}`);
  const termsIn = (service: Found | undefined): Labels =>
    service?.kind === "found" ? termsOf(service.object as RouterObject, settings) : {};
  return {
    paths: [`/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`, servicePath(settings)],
    judge: ([found, service]) => {
      const pods = itemsOf<Pod>(found) ?? [];
      const terms = termsIn(service);
      const others = pods.filter(({ metadata, status }) => {
        const { labels = {} } = metadata;
        // Pods of the Deployment that stable takes the place of leave before the canary has any.
        const isLeaving = takeover !== undefined && isMadeBy(metadata, takeover.deployment);
        return (
          hasLabels(labels, terms) &&
          !(labels["app.kubernetes.io/component"] ?? "").startsWith("migration") &&
          !["Succeeded", "Failed"].includes(status?.phase ?? "") &&
          !isLeaving
        );
      });
      const names = others.slice(0, 3).map(({ metadata }) => `${metadata.name}${describeOwner(metadata)}`);
      return {
        problems:
          names.length === 0
            ? []
            : [
                {
                  text: `Cannot route traffic to "${app}": only the tracks' pods may have the label app.kubernetes.io/name=${app}, by which both are selected: got ${names.join(", ")}`,
                  fix: "give those pods another value of this label",
                  end: "refused",
                },
              ],
        notes: [],
      };
    },
  };
}

interface Pod {
  readonly metadata: ObjectMeta;
  readonly status?: { readonly phase?: string };
}

/** Prerequisites of a Service that splits by pods. */
export function needsOfReplicas(settings: RouteSettings & SizedSettings): readonly Need[] {
  return [needName(settings), needShares(settings), needPods(settings)];
}
