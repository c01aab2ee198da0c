import { describeOwner } from "../access/owner";
import type { ObjectMeta } from "../object-meta";
import { objectNames } from "../settings";
import { mayServe } from "../workload/pod";
import { isStranger } from "../workload/pod-owner";
import { describeSelector, hasLabels, matchLabels } from "./match-labels";
import type { Labels, LabelSelector } from "./match-labels";

/** A Service, as far as it is read here. */
export interface SelectingService {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly type?: string;
    readonly selector?: Labels | null;
    readonly externalName?: string;
  };
}

/** A PodDisruptionBudget, as far as it is read here. */
export interface SelectingBudget {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly selector?: LabelSelector | null };
}

/** An EndpointSlice, as far as it is read here. */
export interface Slice {
  readonly metadata: ObjectMeta;
  readonly endpoints?:
    | readonly {
        readonly addresses?: readonly string[];
        readonly targetRef?: { readonly kind?: string; readonly name?: string };
      }[]
    | null;
}

/** A pod, as far as it is read here. */
export interface SelectedPod {
  readonly metadata: ObjectMeta;
  readonly status?: { readonly phase?: string };
}

/** Everything of the namespace that selects pods; undefined where it may not be listed. */
export interface Selecting {
  readonly services: readonly SelectingService[] | undefined;
  readonly slices: readonly Slice[] | undefined;
  readonly budgets: readonly SelectingBudget[] | undefined;
  /** Pods with the labels of a track. */
  readonly pods: readonly SelectedPod[] | undefined;
}

/** The canary as others select it. */
export interface Selected {
  readonly app: string;
  /** Labels of its pod template, and of each of its pods: more may have been put on these. */
  readonly labels: readonly Labels[];
  readonly pods: readonly { readonly name: string; readonly addresses?: readonly string[] }[];
  /** Service by which the router itself splits; undefined where it has none. */
  readonly router?: string | undefined;
  /** Names of Services of others that may reach it (`app.sharedServices`). */
  readonly shared: readonly string[];
}

/** Objects of others that select the canary's pods, each as a person reads it. */
export interface Selectors {
  /** Their requests reach the canary at any weight. */
  readonly exposing: readonly string[];
  /** The same, and allowed. */
  readonly shared: readonly string[];
  /** A second budget of the canary's pods. */
  readonly budgets: readonly string[];
  /** Pods of others that the tracks' Services select. */
  readonly strangers: readonly string[];
  /** Kinds of objects that could not be looked through. */
  readonly unseen: readonly string[];
}

const serviceName = "kubernetes.io/service-name";

const describe = (kind: string, { metadata }: { readonly metadata: ObjectMeta }): string =>
  `${kind} ${metadata.namespace}/${metadata.name}${describeOwner(metadata)}`;

/** Terms that a Service selects by; without a selector it sends requests to the slices that others write. */
const termsOf = ({ spec }: SelectingService): Labels =>
  spec.type === "ExternalName" ? {} : (spec.selector ?? {});

const isSelecting = (service: SelectingService, { labels }: Selected): boolean => {
  const terms = termsOf(service);
  return Object.keys(terms).length > 0 && labels.some((each) => hasLabels(each, terms));
};

/** Whether a host is one of the canary's Services in this namespace, as names inside the cluster are written. */
function leadsToCanary(host: string, { namespace }: ObjectMeta, { app }: Selected): boolean {
  const [service, space, svc = "svc"] = host.toLowerCase().replace(/\.$/, "").split(".");
  return objectNames(app).canaryServices.includes(`${service}`) && space === namespace && svc === "svc";
}

/** Whether another writer put the canary's pods or Service into a slice, whatever its Service selects. */
const isNaming = ({ metadata, endpoints }: Slice, selected: Selected): boolean =>
  (endpoints ?? []).some(
    ({ addresses = [], targetRef }) =>
      selected.pods.some(
        (pod) =>
          (targetRef?.kind === "Pod" && targetRef.name === pod.name) ||
          addresses.some((address) => pod.addresses?.includes(address)),
      ) || addresses.some((address) => leadsToCanary(address, metadata, selected)),
  );

/** Name outside by which a Service leads to the canary's; undefined where it does not. */
const aliasOf = ({ metadata, spec }: SelectingService, selected: Selected): string | undefined => {
  const { type, externalName = "" } = spec;
  return type === "ExternalName" && leadsToCanary(externalName, metadata, selected)
    ? externalName
    : undefined;
};

/** Finds objects that select the canary's pods and are not Sluice's, and pods of others that a track's Service selects. */
export function findSelectors({ services, slices, budgets, pods }: Selecting, selected: Selected): Selectors {
  const names = objectNames(selected.app);
  const own = new Set([...names.canaryServices, selected.router ?? names.canary]);
  const isOurs = ({ metadata }: { readonly metadata: ObjectMeta }): boolean => own.has(metadata.name);
  const found = (services ?? []).filter((one) => !isOurs(one) && isSelecting(one, selected));
  const known = new Set([...own, ...found.map(({ metadata }) => metadata.name)]);
  const named = (slices ?? []).filter(
    (slice) => !known.has(slice.metadata.labels?.[serviceName] ?? "") && isNaming(slice, selected),
  );
  const ways = [
    ...found.map((one) => ({
      service: one.metadata.name,
      text: `${describe("Service", one)} selects ${describeSelector({ matchLabels: termsOf(one) })}`,
    })),
    ...(services ?? []).flatMap((one) => {
      const alias = aliasOf(one, selected);
      const text = `${describe("Service", one)} leads to ${alias}`;
      return alias === undefined ? [] : [{ service: one.metadata.name, text }];
    }),
    ...named.map((one) => ({
      service: one.metadata.labels?.[serviceName] ?? "",
      text: `${describe("EndpointSlice", one)} names its pods`,
    })),
  ];
  const isShared = ({ service }: { readonly service: string }): boolean => selected.shared.includes(service);
  return {
    exposing: ways.filter((way) => !isShared(way)).map(({ text }) => text),
    shared: ways.filter(isShared).map(({ text }) => text),
    budgets: (budgets ?? []).flatMap((one) => {
      const { selector } = one.spec;
      const selects = selector && selected.labels.some((each) => matchLabels(each, selector));
      return selects && !isOurs(one)
        ? [`${describe("PodDisruptionBudget", one)} selects ${describeSelector(selector)}`]
        : [];
    }),
    strangers: (pods ?? []).flatMap((pod) =>
      mayServe(pod) && isStranger(pod.metadata, selected.app) ? [describe("Pod", pod)] : [],
    ),
    unseen: Object.entries({ services, endpointslices: slices, poddisruptionbudgets: budgets, pods }).flatMap(
      ([kind, list]) => (list === undefined ? [kind] : []),
    ),
  };
}
