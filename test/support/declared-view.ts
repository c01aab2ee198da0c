import type { Router, RouteView } from "../../components/core/routers/router";
import type { RouterObject } from "../../components/core/routers/routed-kind";
import type { Settings } from "../../components/core/settings";
import { applyJsonPatch } from "./json-patch";

/**
 * An object of a router's as its own reading sees it.
 * @throws {Error} where it is not Sluice's
 */
export function readView(router: Router, object: RouterObject, settings: Settings): RouteView {
  const reading = router.read(object, settings, []);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  return reading.view;
}

/**
 * A router's own object, as Pulumi makes it and the route writer leaves it.
 * @param weight - whole percent; 0 is as it was made, nothing written yet. @default 0
 */
export function declaredView(router: Router, settings: Settings, weight = 0): RouteView {
  const isOwn = (name: string): boolean => router.path(settings).endsWith(`/${name}`);
  const declared = router.declare(settings, "t").find(({ manifest }) => isOwn(manifest.metadata.name));
  const made = JSON.parse(JSON.stringify(declared?.manifest)) as RouterObject;
  const view = readView(router, made, settings);
  if (weight === 0) return view;
  const raise = router.renderWeight(view, settings, { weight, epoch: "2-a", guard: "names" });
  return readView(router, applyJsonPatch(made, raise), settings);
}
