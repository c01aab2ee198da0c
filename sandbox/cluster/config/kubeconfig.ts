import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** Values that a kubeconfig file is written from. */
export interface KubeconfigSpec {
  /** Name of context, cluster and user. */
  readonly context: string;
  /** Address of the API server. */
  readonly server: string;
  /** Name of the client's certificate in the PKI folder. */
  readonly certificate: string;
}

/** Writes a kubeconfig that contains its certificates, readable by its owner only. */
export async function writeKubeconfig(file: string, pkiDir: string, spec: KubeconfigSpec): Promise<void> {
  const [authority, certificate, key] = await Promise.all(
    ["ca.crt", `${spec.certificate}.crt`, `${spec.certificate}.key`].map(async (name) =>
      (await readFile(path.join(pkiDir, name))).toString("base64"),
    ),
  );
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: spec.context, cluster: { server: spec.server, "certificate-authority-data": authority } },
    ],
    users: [{ name: spec.context, user: { "client-certificate-data": certificate, "client-key-data": key } }],
    contexts: [{ name: spec.context, context: { cluster: spec.context, user: spec.context } }],
    "current-context": spec.context,
  };
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}
