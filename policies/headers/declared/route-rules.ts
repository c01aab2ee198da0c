import { probeHeader } from "../../../components/core/routers/gateway/probe-header";
import type { DeclaredRoute } from "../../../components/core/routers/headers/header-reader";
import { partOf, textOf } from "../../../components/core/routers/headers/shape";
import { routerOf } from "../../../components/core/routers/routers";
import type { Settings } from "../../../components/core/settings";
import { sluiceKind } from "../../delivery/sluice-resources";
import type { Resource } from "../../pack/resource";
import { namespaceOf } from "./find-object";

/** Whether a resource of Sluice's keeps the rules of a route. */
export const isRouteRules = ({ type }: Pick<Resource, "type">): boolean => sluiceKind(type) === "RouteRules";

/**
 * Whether Sluice keeps the rules of a route that Pulumi made once: the inputs that the engine shows are those of that
 * day. What holds is what `RouteRules` writes.
 */
export const isKept = ({ ignoreChanges, raw }: Pick<Resource, "ignoreChanges" | "raw">): boolean =>
  ignoreChanges.some((path) => path.startsWith("spec.")) &&
  JSON.stringify(raw["spec"] ?? "").includes(probeHeader);

const settingsOf = ({ props }: Pick<Resource, "props">): Settings => props["settings"] as Settings;

/** Namespace and name of a route. */
export function nameRoute(resource: Resource): string {
  if (isRouteRules(resource)) {
    const { namespace, traffic } = settingsOf(resource);
    return `${namespace}/${traffic.route}`;
  }
  const name = textOf(partOf(resource.props["metadata"])["name"]) || resource.name;
  return `${namespaceOf(resource)}/${name}`;
}

/** Reads the headers of the route that Sluice writes: none where the route is of another owner, who is asked then. */
export function readRouteRules(resource: Resource): DeclaredRoute {
  const settings = settingsOf(resource);
  const { readHeaders, declare } = routerOf(settings);
  const objects = declare(settings, "").map(({ manifest, ignore }) => ({ manifest, ignore }));
  const find = (kind: string, namespace: string, name: string) =>
    objects.find(
      ({ manifest }) =>
        manifest.kind === kind &&
        manifest.metadata.namespace === namespace &&
        manifest.metadata.name === name,
    )?.manifest;
  const read = objects
    .filter(
      ({ manifest, ignore }) => ignore.length > 0 && readHeaders?.kinds.includes(manifest.kind) === true,
    )
    .map(({ manifest }) =>
      readHeaders?.read(manifest, { namespace: settings.namespace, namespaces: [], find }),
    );
  return {
    hosts: read.flatMap((one) => one?.hosts ?? []),
    ways: read.flatMap((one) => one?.ways ?? []),
  };
}
