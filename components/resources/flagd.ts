import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import * as pulumi from "@pulumi/pulumi";
import { fileKeys } from "../core/flags/render-flags";
import { objectNames } from "../core/settings";
import { toMetadata } from "./object-metadata";

/** Arguments of `Flagd`. */
export interface FlagdArgs {
  readonly app: string;
  readonly namespace: string;
  /** Image of flagd, with digest. */
  readonly image: string;
  readonly replicas: number;
  /** Labels of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Port of OFREP. */
  readonly port: number;
  readonly after: readonly pulumi.Resource[];
}

/** Folder of the mounted file: a folder, since a single file would never change in the pod. */
const folder = "/etc/flagd";

/** Port of flagd's health. */
const managementPort = 8014;

/** The flagd that serves an app's flags by OFREP: Deployment and Service `<app>-flagd`. */
export class Flagd extends pulumi.ComponentResource {
  constructor(name: string, args: FlagdArgs, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:Flagd", name, {}, options);
    const { app, namespace, image, replicas, selector, port, after } = args;
    const labels = { ...selector, "app.kubernetes.io/managed-by": "sluice" };
    const metadata = { name: objectNames(app).flagd, namespace, labels };
    const probe = (path: string) => ({ httpGet: { path, port: managementPort }, periodSeconds: 5 });
    void new Deployment(
      name,
      {
        // Nothing waits for it: without it every flag is off.
        metadata: toMetadata(metadata, { skipAwait: true }),
        spec: {
          replicas,
          selector: { matchLabels: { ...selector } },
          template: {
            metadata: { labels },
            spec: {
              automountServiceAccountToken: false,
              securityContext: {
                runAsNonRoot: true,
                runAsUser: 65_532,
                seccompProfile: { type: "RuntimeDefault" },
              },
              containers: [
                {
                  name: "flagd",
                  image,
                  args: ["start", "--uri", `file:${folder}/${fileKeys.flagd}`],
                  ports: [{ name: "ofrep", containerPort: port }],
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    readOnlyRootFilesystem: true,
                    capabilities: { drop: ["ALL"] },
                  },
                  resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { memory: "128Mi" } },
                  readinessProbe: probe("/readyz"),
                  livenessProbe: probe("/healthz"),
                  volumeMounts: [{ name: "flags", mountPath: folder, readOnly: true }],
                },
              ],
              volumes: [
                {
                  name: "flags",
                  configMap: {
                    name: objectNames(app).flags,
                    items: [{ key: fileKeys.flagd, path: fileKeys.flagd }],
                  },
                },
              ],
            },
          },
        },
      },
      { parent: this, dependsOn: [...after] },
    );
    void new Service(
      name,
      {
        metadata: toMetadata(metadata, { skipAwait: true }),
        spec: { selector: { ...selector }, ports: [{ name: "ofrep", port, targetPort: port }] },
      },
      { parent: this, dependsOn: [...after] },
    );
    this.registerOutputs();
  }
}
