import { objectNames } from "../../settings";
import type { Settings } from "../../settings";
import type { Track } from "../../track";
import type { RouteSettings } from "../foreign-rules";
import { given } from "../../given";
import type { DeclaredObject } from "../router";
import { canaryAnnotations, classAnnotation, sslRedirect } from "./annotations";
import { declareCertificate } from "../../edge/declare-certificate";
import type { MainIngress } from "./main-ingress";

/** Name of the Ingress with the canary's weight. */
export const canaryIngress = ({
  traffic,
}: {
  readonly traffic: Pick<RouteSettings["traffic"], "route">;
}): string => `${traffic.route}-canary`;

type IngressSettings = RouteSettings & Pick<Settings, "port">;

/** Host, path and kind of path are the same in both: else the canary Ingress is ignored. */
function specOf({ app, port, traffic }: IngressSettings, track: Track): object {
  const { host, hosts = [host], ingress, tls } = traffic;
  const secretName = ingress?.tlsSecret ?? tls?.secret;
  const service = { name: objectNames(app).track(track), port: { number: port } };
  const rules = hosts.map((one) => ({
    host: one,
    http: { paths: [{ path: "/", pathType: "Prefix", backend: { service } }] },
  }));
  return {
    ingressClassName: ingress?.class ?? "nginx",
    // Of a canary Ingress it is ignored.
    ...((tls === undefined && secretName === undefined) || track === "canary"
      ? {}
      : { tls: [{ hosts, ...given("secretName", secretName) }] }),
    rules,
  };
}

const declareIngress = (
  { app, namespace }: IngressSettings,
  name: string,
  annotations: Readonly<Record<string, string>>,
  spec: object,
): DeclaredObject => ({
  manifest: {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace, labels: { "app.kubernetes.io/name": app }, annotations },
    spec,
  },
  ignore: [],
  skipAwait: true,
});

/** The canary Ingress beside one of the user's, which stays as it is. */
export function declareBeside(settings: IngressSettings, main: MainIngress): DeclaredObject {
  const { class: name, oldClass, rules } = main;
  const annotations = {
    [canaryAnnotations.is]: "true",
    ...(oldClass === undefined ? {} : { [classAnnotation]: oldClass }),
  };
  return declareIngress(settings, canaryIngress(settings), annotations, {
    ...(name === undefined ? {} : { ingressClassName: name }),
    rules,
  });
}

/**
 * The Ingress of stable and the canary Ingress. The weight is not among what Pulumi declares: it is the route writer's
 * from its first write on, and without one it is 0.
 */
export function declareIngresses(
  settings: IngressSettings,
): readonly [DeclaredObject, DeclaredObject, ...DeclaredObject[]] {
  const { traffic } = settings;
  const redirect = traffic.tls?.redirect === undefined ? {} : { [sslRedirect]: "true" };
  return [
    declareIngress(
      settings,
      traffic.route,
      { ...traffic.ingress?.annotations, ...redirect },
      specOf(settings, "stable"),
    ),
    declareIngress(
      settings,
      canaryIngress(settings),
      { [canaryAnnotations.is]: "true" },
      specOf(settings, "canary"),
    ),
    ...declareCertificate(settings),
  ];
}
