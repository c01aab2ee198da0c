import type { Definitions } from "../../../sandbox/cluster/config/route-crds";
import { ensureTools } from "../../../sandbox/tools/resolve";
import { applyTypes } from "../../e2e/support/cluster/apply-types";
import type { App } from "../../e2e/support/app";
import { start } from "../../e2e/support/run";
import { writeObjects } from "../../e2e/support/write-objects";

/** cert-manager's controllers on a sandbox's API server. */
export interface CertManager {
  /**
   * Makes an authority and a ClusterIssuer of its name that signs with its key.
   * @returns its certificate, PEM
   */
  addAuthority(name: string): Promise<string>;
  close(): Promise<void>;
}

const types: Definitions = {
  name: "cert-manager",
  module: "github.com/cert-manager/cert-manager",
  version: "v1.21.2",
  checksum: "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=",
  folder: "deploy/crds",
  has: (file) => file.endsWith(".yaml"),
};

/** Namespace in which ClusterIssuers look for their keys. */
const place = ["-n", "kube-system"] as const;

const apiVersion = "cert-manager.io/v1";

const issuerOf = (name: string, spec: object) => ({
  apiVersion,
  kind: "ClusterIssuer",
  metadata: { name },
  spec,
});

/**
 * Starts cert-manager, which is built the first time.
 * @param app - any one of the sandbox
 */
export async function startCertManager(app: App): Promise<CertManager> {
  const tools = await ensureTools({ names: ["cert-manager"] });
  await applyTypes(app, [types]);
  const controllers = start(tools.path("cert-manager"), [], {
    cwd: "/",
    env: app.sandbox.env,
    timeoutSeconds: 1500,
  });
  await controllers.seen(/controllers run/);
  return {
    async addAuthority(name) {
      const authority = {
        apiVersion,
        kind: "Certificate",
        metadata: { name, namespace: place[1] },
        spec: {
          isCA: true,
          commonName: name,
          secretName: name,
          issuerRef: { name: "self", kind: "ClusterIssuer" },
        },
      };
      const objects = [
        issuerOf("self", { selfSigned: {} }),
        authority,
        issuerOf(name, { ca: { secretName: name } }),
      ];
      await app.kubectl(...place, "apply", "-f", await writeObjects(app, name, objects));
      const wait = ["wait", "--for=condition=Ready", "--timeout=120s"];
      await app.kubectl(...place, ...wait, `certificate/${name}`, `clusterissuer/${name}`);
      const data = await app.kubectl(...place, "get", "secret", name, "-o", "jsonpath={.data.tls\\.crt}");
      return Buffer.from(data, "base64").toString();
    },
    async close() {
      controllers.child.kill("SIGTERM");
      await controllers.ended;
    },
  };
}
