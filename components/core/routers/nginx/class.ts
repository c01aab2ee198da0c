import { sourceOf } from "../../sources/sources";
import type { RouteSettings } from "../foreign-rules";
import type { Found } from "../need";
import type { MayRead } from "./judge-annotations";

/** Name of the IngressClass of both Ingresses. */
export const classOf = ({ traffic }: Pick<RouteSettings, "traffic">): string =>
  traffic.main?.class ?? traffic.main?.oldClass ?? traffic.ingress?.class ?? "nginx";

/** Path of the IngressClass. */
export const classPath = (settings: Pick<RouteSettings, "traffic">): string =>
  `/apis/networking.k8s.io/v1/ingressclasses/${classOf(settings)}`;

/** Controller of the class; undefined where it is not there, or may not be read. */
export function controllerOf(found: Found | undefined): string | undefined {
  if (found?.kind !== "found") return undefined;
  return (found.object as { readonly spec?: { readonly controller?: string } }).spec?.controller;
}

/** Whether a controller reads the annotations of ingress-nginx: elsewhere a canary Ingress gets requests at weight 0 too. */
export const readsCanary = (controller: string): boolean =>
  controller.includes("nginx") && !controller.startsWith("nginx.org/");

/** Tells of the proxy whose counters are read whether it may read an annotation of the Ingresses. */
export const readerOf =
  ({ analysis }: Pick<RouteSettings, "analysis">): MayRead =>
  (annotation) =>
    analysis === undefined || !(sourceOf(analysis).profile.unread ?? []).includes(annotation);
