import { declareCertificate } from "../../edge/declare-certificate";
import type { RouteSettings } from "../foreign-rules";
import type { DeclaredObject } from "../router";
import { traefikGroup } from "./ingress-route";
import { matchHosts } from "./match";

/** The IngressRoute that redirects, and its Middleware. */
export const redirectName = ({ route }: Pick<RouteSettings["traffic"], "route">): string =>
  `${route}-redirect`;

const optionsName = (app: string): string => `${app}-tls`;

/** `spec.tls` of the IngressRoute: with it the route answers by https alone. */
export function tlsOf({ app, traffic }: RouteSettings): object {
  const { tls, ingress } = traffic;
  const secretName = ingress?.tlsSecret ?? tls?.secret;
  if (secretName === undefined && tls === undefined) return {};
  return {
    tls: {
      ...(secretName === undefined ? {} : { secretName }),
      // By itself Traefik agrees to 1.2 and newer.
      ...(tls?.lowest === "1.3" ? { options: { name: optionsName(app) } } : {}),
    },
  };
}

/** Objects of TLS beside the IngressRoute. */
export function declareTls(settings: RouteSettings): readonly DeclaredObject[] {
  const { app, namespace, traffic } = settings;
  const { host, hosts = [host], tls, ingress } = traffic;
  const declare = (kind: string, name: string, suffix: string, spec: object): DeclaredObject => ({
    manifest: {
      apiVersion: `${traefikGroup}/v1alpha1`,
      kind,
      metadata: { name, namespace, labels: { "app.kubernetes.io/name": app } },
      spec,
    },
    ignore: [],
    skipAwait: true,
    suffix,
  });
  const options =
    tls?.lowest === "1.3"
      ? [declare("TLSOption", optionsName(app), "tls-option", { minVersion: "VersionTLS13" })]
      : [];
  if (tls?.redirect === undefined) return [...declareCertificate(settings), ...options];
  const name = redirectName(traffic);
  const className = ingress?.class;
  return [
    ...declareCertificate(settings),
    ...options,
    declare("Middleware", name, "redirect-scheme", { redirectScheme: { scheme: "https", permanent: true } }),
    declare("IngressRoute", name, "redirect", {
      entryPoints: [tls.redirect.listener],
      ...(className === undefined ? {} : { ingressClassName: className }),
      routes: [
        {
          kind: "Rule",
          match: matchHosts(hosts),
          middlewares: [{ name }],
          services: [{ kind: "TraefikService", name: "noop@internal" }],
        },
      ],
    }),
  ];
}
