import type { RouteSettings } from "../routers/foreign-rules";
import type { DeclaredObject } from "../routers/router";

/** Group of cert-manager, whose controller writes the Secret. */
export const certManagerGroup = "cert-manager.io";

/** The Certificate that cert-manager keeps in the Secret; none where no issuer is configured. */
export function declareCertificate({ app, namespace, traffic }: RouteSettings): readonly DeclaredObject[] {
  const { host, hosts = [host], tls } = traffic;
  if (tls?.issuer === undefined || tls.secret === undefined) return [];
  return [
    {
      manifest: {
        apiVersion: `${certManagerGroup}/v1`,
        kind: "Certificate",
        metadata: { name: tls.secret, namespace, labels: { "app.kubernetes.io/name": app } },
        spec: {
          secretName: tls.secret,
          dnsNames: hosts,
          issuerRef: { ...tls.issuer },
          privateKey: { rotationPolicy: "Always" },
        },
      },
      ignore: [],
      skipAwait: true,
      suffix: "certificate",
    },
  ];
}
