import type { RouteSettings } from "../../foreign-rules";
import { objectPath } from "../../routed-kind";
import type { RoutedKind, RouterObject } from "../../routed-kind";
import { objectNames } from "../../../settings";
import { gatewayGroup } from "../http-route";

interface GrantSpec {
  readonly from?: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  readonly to?: readonly { readonly group: string; readonly kind: string; readonly name?: string }[];
}

/** Path of the ReferenceGrants by which routes of other namespaces may name Services of this one. */
export const grantsPath = (namespace: string): string =>
  objectPath({ group: gatewayGroup, version: "v1beta1", resource: "referencegrants" }, namespace);

/** Other namespaces whose objects of a kind may send requests to the canary. */
export function grantedNamespaces(
  grants: readonly RouterObject[],
  { app, namespace }: RouteSettings,
  { group, kind }: Pick<RoutedKind, "group" | "kind">,
): readonly string[] {
  const { canaryServices } = objectNames(app);
  const found = grants.flatMap(({ spec }) => {
    const { from = [], to = [] } = spec as GrantSpec;
    const opens = to.some(
      (one) =>
        one.group === "" &&
        one.kind === "Service" &&
        (one.name === undefined || canaryServices.includes(one.name)),
    );
    return opens
      ? from.flatMap((one) => (one.group === group && one.kind === kind ? [one.namespace] : []))
      : [];
  });
  return [...new Set(found)].filter((one) => one !== namespace);
}
