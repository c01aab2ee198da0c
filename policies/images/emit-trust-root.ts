import { X509Certificate } from "node:crypto";
import type { CertificateAuthority, TransparencyLogInstance, TrustedRoot } from "@sigstore/protobuf-specs";

/** A Kubernetes object. */
export interface EmittedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A name inside of an object. */
export const plainName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");

/** Name of an object of the cluster: never that of another owner's policy. */
export const ownName = (text: string): string => `sluice-${plainName(text)}`;

const toPem = (type: string, der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${type}-----\n${lines.join("\n")}\n-----END ${type}-----\n`;
};
const encode = (pem: string): string => Buffer.from(pem).toString("base64");

/** Organization and name of a chain's root, as TrustRoot wants them beside the certificates. */
function toSubject(der: Uint8Array): { organization: string; commonName: string } {
  const { subject } = new X509Certificate(der);
  const read = (key: string): string => new RegExp(`^${key}=(.*)$`, "m").exec(subject)?.[1] ?? "";
  return { organization: read("O"), commonName: read("CN") };
}

function toAuthority({ uri, certChain }: CertificateAuthority): object {
  const chain = (certChain?.certificates ?? []).map(({ rawBytes }) => rawBytes);
  const root = chain.at(-1) ?? new Uint8Array();
  return {
    subject: toSubject(root),
    uri,
    certChain: encode(chain.map((der) => toPem("CERTIFICATE", der)).join("")),
  };
}

const toLog = ({ baseUrl, publicKey }: TransparencyLogInstance): object => ({
  baseURL: baseUrl,
  hashAlgorithm: "sha-256",
  publicKey: encode(toPem("PUBLIC KEY", publicKey?.rawBytes ?? new Uint8Array())),
});

/** A root of one's own, as policy-controller wants it. */
export function toTrustRoot(name: string, root: TrustedRoot): EmittedObject {
  return {
    apiVersion: "policy.sigstore.dev/v1alpha1",
    kind: "TrustRoot",
    metadata: { name },
    spec: {
      sigstoreKeys: {
        certificateAuthorities: root.certificateAuthorities.map(toAuthority),
        tLogs: root.tlogs.map(toLog),
        ctLogs: root.ctlogs.map(toLog),
        timestampAuthorities: root.timestampAuthorities.map(toAuthority),
      },
    },
  };
}
