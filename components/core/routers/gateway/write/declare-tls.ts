import { declareCertificate } from "../../../edge/declare-certificate";
import type { RouteSettings } from "../../foreign-rules";
import type { DeclaredObject } from "../../router";
import { gatewayGroup } from "../http-route";

const labelsOf = (app: string) => ({ "app.kubernetes.io/name": app });

/** Leave for listeners of other namespaces to show the certificate: the Secret's namespace gives it. */
function declareGrant({ app, namespace, traffic }: RouteSettings): readonly DeclaredObject[] {
  const { tls, gateway, gateways = [gateway] } = traffic;
  const others = [...new Set(gateways.map((one) => one.namespace))].filter((one) => one !== namespace);
  if (tls?.secret === undefined || others.length === 0) return [];
  return [
    {
      manifest: {
        apiVersion: `${gatewayGroup}/v1beta1`,
        kind: "ReferenceGrant",
        metadata: { name: `${app}-certificate`, namespace, labels: labelsOf(app) },
        spec: {
          from: others.map((other) => ({ group: gatewayGroup, kind: "Gateway", namespace: other })),
          to: [{ group: "", kind: "Secret", name: tls.secret }],
        },
      },
      ignore: [],
      skipAwait: true,
      suffix: "certificate-grant",
    },
  ];
}

/** Route of the http listener: it answers every request by the same address with https. */
function declareRedirect({ app, namespace, traffic }: RouteSettings): readonly DeclaredObject[] {
  const { gateway, gateways = [gateway], host, hosts = [host], route, tls } = traffic;
  if (tls?.redirect === undefined) return [];
  const { status, listener } = tls.redirect;
  return [
    {
      manifest: {
        apiVersion: `${gatewayGroup}/v1`,
        kind: "HTTPRoute",
        metadata: { name: `${route}-redirect`, namespace, labels: labelsOf(app) },
        spec: {
          parentRefs: gateways.map(({ name, namespace: place }) => ({
            group: gatewayGroup,
            kind: "Gateway",
            name,
            namespace: place,
            sectionName: listener,
          })),
          hostnames: hosts,
          rules: [
            {
              matches: [{ path: { type: "PathPrefix", value: "/" } }],
              filters: [
                { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: status } },
              ],
            },
          ],
        },
      },
      ignore: [],
      skipAwait: true,
      suffix: "redirect",
    },
  ];
}

/** Objects of TLS beside the HTTPRoute; the listener itself is the Gateway's owner's. */
export const declareTls = (settings: RouteSettings): readonly DeclaredObject[] => [
  ...declareCertificate(settings),
  ...declareGrant(settings),
  ...declareRedirect(settings),
];
