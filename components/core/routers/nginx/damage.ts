import type { Damage } from "../../live";
import { serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { ingress } from "../ingress";
import type { RouterObject } from "../routed-kind";
import { isCanary } from "./annotations";
import { canaryIngress } from "./manifest";

interface Paths {
  readonly rules?: readonly {
    readonly host?: string;
    readonly http?: { readonly paths?: readonly { readonly path?: string; readonly pathType?: string }[] };
  }[];
}

/** Requests that an Ingress takes, one text each. */
function takenBy({ spec }: RouterObject): readonly string[] {
  const { rules = [] } = (spec ?? {}) as Paths;
  return rules.flatMap(({ host = "*", http }) =>
    (http?.paths ?? []).map(({ path = "/", pathType = "Prefix" }) => `${host} ${pathType} ${path}`),
  );
}

/** Whether two Ingresses take the same requests, at least some of them. */
export const meet = (a: RouterObject, b: RouterObject): boolean => {
  const taken = new Set(takenBy(a));
  return takenBy(b).some((one) => taken.has(one));
};

const leadsTo = (object: RouterObject, service: string): boolean =>
  ingress.split(object).some(({ targets }) => targets.some((target) => target.service === service));

const nameOf = ({ metadata: { namespace, name } }: RouterObject): string => `Ingress ${namespace}/${name}`;

const refresh = "pulumi up --refresh on the base stack writes it again";

/** Reason why the pair of Ingresses would not split as the weight says, although the weight is right. */
export function findDamage(
  canary: RouterObject,
  /** All of the namespace; undefined where they were not looked at. */
  others: readonly RouterObject[] | undefined,
  settings: RouteSettings,
): Damage | undefined {
  const { namespace, traffic } = settings;
  const names = serviceNames(settings);
  const broken = (text: string, fix: string): Damage => ({ text, fix, restorable: false });
  const targets = ingress.split(canary).flatMap((split) => split.targets);
  if (targets.length === 0 || targets.some(({ service }) => service !== names.canary))
    return broken(`${nameOf(canary)} must lead to ${names.canary} only: got another backend`, refresh);
  if (!isCanary(canary.metadata))
    return broken(`${nameOf(canary)} must be a canary: got no annotation that says so`, refresh);
  if (others === undefined) return undefined;
  const main = others.find(({ metadata }) => metadata.name === traffic.route);
  const mend = traffic.isShared === true ? "ask its owner to put it right: Sluice never writes it" : refresh;
  if (main === undefined)
    return broken(`Ingress ${namespace}/${traffic.route} must lead to ${names.stable}: got none`, mend);
  if (isCanary(main.metadata) || !leadsTo(main, names.stable))
    return broken(
      `${nameOf(main)} must lead to ${names.stable}, and be no canary: got another backend`,
      mend,
    );
  const taken = new Set(takenBy(main));
  const lost = takenBy(canary).find((one) => !taken.has(one));
  if (lost !== undefined)
    return broken(
      `${nameOf(canary)} must have only hosts and paths of ${nameOf(main)}, else the proxy ignores it: got ${lost}`,
      "the base stack's `pulumi up` writes it again",
    );
  const rest = others.filter(
    ({ metadata }) => ![traffic.route, canaryIngress(settings)].includes(metadata.name),
  );
  const sharing = rest.find((one) => leadsTo(one, names.stable));
  if (sharing !== undefined)
    return broken(
      `Service ${names.stable} must be named by one Ingress, since the weight counts for every path that leads there: got ${nameOf(sharing)} as well`,
      "give its path another Service with the same selector",
    );
  const second = rest.find((one) => isCanary(one.metadata) && meet(one, canary));
  if (second !== undefined)
    return broken(
      `host and path of ${nameOf(main)} must have one canary Ingress, since the proxy takes no second one: got ${nameOf(second)}`,
      "whoever made it ends it first",
    );
  return undefined;
}
