import type { KubernetesObject } from "../../network/api-client";
import { GATEWAY } from "./gateway";

/** Certificate of the gateway's TLS listener with its key, PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** The certificate as a Secret. */
export function planEdgeCertificate({ certificate, key }: CertificatePair): KubernetesObject {
  const { namespace, certificate: name } = GATEWAY;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type: "kubernetes.io/tls",
    stringData: { "tls.crt": certificate, "tls.key": key },
  };
}
