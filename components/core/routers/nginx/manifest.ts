import { objectNames } from "../../settings";
import type { Settings } from "../../settings";
import type { Track } from "../../track";
import type { RouteSettings } from "../foreign-rules";
import type { DeclaredObject } from "../router";
import { canaryAnnotations } from "./annotations";

/** Name of the Ingress with the canary's weight. */
export const canaryIngress = ({ traffic }: Pick<RouteSettings, "traffic">): string =>
  `${traffic.route}-canary`;

/** Host, path and kind of path are the same in both: else the canary Ingress is ignored. */
function specOf({ app, port, traffic }: RouteSettings & Pick<Settings, "port">, track: Track): object {
  const { host, hosts = [host], ingress } = traffic;
  const service = { name: objectNames(app).track(track), port: { number: port } };
  const rules = hosts.map((one) => ({
    host: one,
    http: { paths: [{ path: "/", pathType: "Prefix", backend: { service } }] },
  }));
  return {
    ingressClassName: ingress?.class ?? "nginx",
    // Of a canary Ingress it is ignored.
    ...(ingress?.tlsSecret === undefined || track === "canary"
      ? {}
      : { tls: [{ hosts, secretName: ingress.tlsSecret }] }),
    rules,
  };
}

/**
 * The Ingress of stable and the canary Ingress. The weight is not among what Pulumi declares: it is the route writer's
 * from its first write on, and without one it is 0.
 */
export function declareIngresses(
  settings: RouteSettings & Pick<Settings, "port">,
): readonly [DeclaredObject, DeclaredObject] {
  const { app, namespace, traffic } = settings;
  const ingress = (
    track: Track,
    name: string,
    annotations: Readonly<Record<string, string>>,
  ): DeclaredObject => ({
    manifest: {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name, namespace, labels: { "app.kubernetes.io/name": app }, annotations },
      spec: specOf(settings, track),
    },
    ignore: [],
    skipAwait: true,
  });
  return [
    ingress("stable", traffic.route, { ...traffic.ingress?.annotations }),
    ingress("canary", canaryIngress(settings), { [canaryAnnotations.is]: "true" }),
  ];
}
