import { manifestFolder } from "../../components/core/convert/clean";
import type { Conversion, Gap } from "../../components/core/convert/conversion";
import type { Json, JsonObject } from "../../components/core/revision/revision";
import { renderApp } from "../../components/core/workload/from/render-app";
import type { RenderResult } from "../../components/core/workload/from/render-app";
import { parseEnvironment } from "../../stacks/files/parse";
import { stackFile } from "../../stacks/files/environment";

/** Image that stands for one with a digest that is not known yet. */
const anyImage = `registry.invalid/app@sha256:${"0".repeat(64)}`;

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** Problems that the schema of an environment's file finds in the result, besides what is known to be missing. */
function readSettings({ settings, gaps }: Conversion, environment: string): readonly Gap[] {
  const parsed = parseEnvironment(settings, () => stackFile(environment));
  if (parsed.ok) return [];
  return parsed.broken
    .filter(({ path }) => !gaps.some(({ key, taken }) => taken === undefined && key === path))
    .map(({ path, rule, got }) => ({
      key: path,
      what: `it must ${rule}${got === undefined ? "" : `: got ${got}`}`,
    }));
}

/** The set as Sluice owns it, before any cluster is asked; undefined where its Deployment is missing. */
export function renderSet({ app, settings, files }: Conversion): RenderResult | undefined {
  const { namespace, workload, container, from = {} } = settings["app"] as JsonObject;
  const { service } = from as JsonObject;
  const { service: routeService } = settings["traffic"] as JsonObject;
  const set = files.filter((file) => file.path.startsWith(`${manifestFolder}/`)).map(({ object }) => object);
  const isThere = set.some(({ kind }) => kind === "Deployment");
  // The missing manifest is a gap already.
  if (!isThere) return undefined;
  return renderApp(set, {
    app,
    namespace: textOf(namespace) || "default",
    image: textOf((settings["release"] as JsonObject)["image"]) || anyImage,
    ...(workload === undefined ? {} : { workload: textOf(workload) }),
    ...(container === undefined ? {} : { container: textOf(container) }),
    ...(service === undefined ? {} : { service: textOf(service) }),
    ...(routeService === undefined ? {} : { routeService: textOf(routeService) }),
    sharedServices: [],
    drainSeconds: 5,
    hosts: (settings["traffic"] as { readonly hosts?: readonly string[] }).hosts ?? [],
    route: textOf((settings["traffic"] as JsonObject)["route"]) || app,
  });
}

/** Refusals of the set. */
function readSet(conversion: Conversion): readonly Gap[] {
  const result = renderSet(conversion);
  if (result === undefined || "app" in result) return [];
  return result.problems.map(({ path, text, fix }) => ({
    key: path ?? "the manifests",
    what: fix === undefined ? text : `${text}; ${fix}`,
  }));
}

/** The conversion with everything that Sluice itself would refuse of it among what is to do. */
export function readBack(conversion: Conversion, environment: string): Conversion {
  const found = [...readSettings(conversion, environment), ...readSet(conversion)];
  return { ...conversion, gaps: [...conversion.gaps, ...found] };
}
