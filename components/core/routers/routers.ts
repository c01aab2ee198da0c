import type { Settings } from "../settings";
import { furtherKinds } from "./further-kinds";
import { gateway } from "./gateway/gateway";
import { grpcGateway } from "./gateway/grpc-gateway";
import { istio } from "./istio/istio";
import { nginx } from "./nginx/nginx";
import { replicas } from "./replicas/replicas";
import { ingress } from "./ingress";
import { traefik } from "./traefik/traefik";
import type { RoutedKind } from "./routed-kind";
import type { Router } from "./router";

/** All routers. */
export const routers: readonly Router[] = [gateway, nginx, istio, traefik, replicas];

/** Names of all routers; the first one is the default. */
export const routerNames = routers.map(({ name }) => name) as [string, ...string[]];

/**
 * A router in one line of Markdown, for those who choose one.
 * @example describeRouter({ name: "mesh", about: "its own object", experimental: "no proxy ran" })
 * // "`mesh` (experimental): its own object"
 */
export const describeRouter = ({
  name,
  about,
  experimental,
}: Pick<Router, "name" | "about" | "experimental">): string =>
  `\`${name}\`${experimental === undefined ? "" : " (experimental)"}: ${about}`;

/** Kinds of objects by which routers split, or ingress controllers lead, requests. */
export const splitKinds: readonly RoutedKind[] = [
  ...new Set([...routers.flatMap(({ kinds }) => kinds), ingress]),
];

/** Kinds of objects by which requests may reach the canary past the router's own object. */
export const routedKinds: readonly RoutedKind[] = [...splitKinds, ...furtherKinds];

/** Whether the router of this name makes its shares by numbers of pods; false for a name that no router has. */
export const isByPods = (router: unknown): boolean =>
  routers.some(({ name, byPods }) => name === router && byPods === true);

/**
 * The router that an environment uses.
 * @example routerOf({ traffic: { router: "nginx" } }).name // "nginx"
 */
export function routerOf({
  traffic,
}: {
  readonly traffic: Pick<Settings["traffic"], "router" | "routeKind">;
}): Router {
  if (traffic.routeKind === "GRPCRoute") return grpcGateway;
  const found = routers.find(({ name }) => name === traffic.router);
  if (found === undefined) throw new RangeError(`Cannot find router "${traffic.router}"`);
  return found;
}
