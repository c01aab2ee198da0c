import { spawn } from "node:child_process";
import path from "node:path";
import { toSandboxPaths } from "../../../../sandbox/cluster/config/paths";
import { toEnterArgs } from "../../../../sandbox/cluster/lifecycle/enter";
import { NODE_ADDRESS } from "../../../../sandbox/cluster/network/addresses";
import type { App } from "../app";
import { writeObjects } from "../write-objects";

const group = "external.metrics.k8s.io";
const port = 9443;
const metric = "queue";
/** Value of the metric that one pod is for. */
const perPod = 10;

/** Serves the metric's value, the last line of standard input, as an adapter such as KEDA's does. */
const adapter = `
  const { readFileSync } = require("node:fs");
  const [, crt, key, groupVersion, address, port, metricName] = process.argv;
  let value = "0";
  require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => (value = line));
  const resources = [{ name: metricName, singularName: "", namespaced: true, kind: "ExternalMetricValueList", verbs: ["get"] }];
  const tls = { cert: readFileSync(crt), key: readFileSync(key) };
  require("node:https").createServer(tls, ({ url }, response) => {
    const [at] = url.split("?");
    const isMetric = at.endsWith("/" + metricName);
    const item = { metricName, metricLabels: {}, timestamp: new Date().toISOString(), value };
    const answer = isMetric
      ? { kind: "ExternalMetricValueList", apiVersion: groupVersion, metadata: {}, items: [item] }
      : { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources };
    const isKnown = isMetric || at === "/apis/" + groupVersion;
    response.writeHead(isKnown ? 200 : 404, { "content-type": "application/json" });
    response.end(isKnown ? JSON.stringify(answer) : "{}");
  }).listen(Number(port), address);
`;

/** A HorizontalPodAutoscaler that another owner made for stable, and the metric that it follows. */
export interface OutsideAutoscaler {
  /** Sets the metric so that it asks for that many pods. */
  want(pods: number): void;
  /** Takes the autoscaler and its metrics API away; the pods stay as many as they are. */
  remove(): Promise<void>;
}

/** Starts a metrics API in the sandbox and makes the autoscaler; the cluster's own controller scales. */
export async function startOutsideAutoscaler(app: App, pods: number): Promise<OutsideAutoscaler> {
  const groupVersion = `${group}/v1beta1`;
  const { pkiDir } = toSandboxPaths(app.sandbox.name);
  const pair = ["crt", "key"].map((end) => path.join(pkiDir, `apiserver.${end}`));
  const command = [process.execPath, "-e", adapter, ...pair, groupVersion, NODE_ADDRESS, `${port}`, metric];
  const server = spawn("nsenter", inNetworkOf(app, command), { stdio: ["pipe", "inherit", "inherit"] });
  const want = (count: number): void => void server.stdin.write(`${count * perPod}\n`);
  want(pods);
  const file = await writeObjects(app, "autoscaler", planObjects(app.namespace));
  await app.kubectl("apply", "-f", file);
  return {
    want,
    remove: async () => {
      await app.kubectl("delete", "--ignore-not-found", "-f", file);
      server.kill();
    },
  };
}

/** Enters the network alone: program and files are the machine's. */
function inNetworkOf({ sandbox }: App, command: readonly string[]): string[] {
  return toEnterArgs(sandbox, command).filter((arg) => !["--mount", "--pid", "--ipc"].includes(arg));
}

function planObjects(namespace: string): readonly object[] {
  const rbac = "rbac.authorization.k8s.io";
  const name = "e2e-external-metrics";
  const subject = {
    kind: "ServiceAccount",
    name: "horizontal-pod-autoscaler",
    namespace: "kube-system",
  };
  return [
    {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "by-queue", namespace },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "scholarlink-stable" },
        minReplicas: 2,
        maxReplicas: 8,
        metrics: [
          {
            type: "External",
            external: {
              metric: { name: metric },
              target: { type: "AverageValue", averageValue: `${perPod}` },
            },
          },
        ],
      },
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: `v1beta1.${group}` },
      spec: {
        group,
        version: "v1beta1",
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name: "metrics", namespace, port: 443 },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "metrics", namespace },
      spec: { ports: [{ name: "https", port: 443, targetPort: port }] },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { name: "metrics", namespace, labels: { "kubernetes.io/service-name": "metrics" } },
      addressType: "IPv4",
      endpoints: [{ addresses: [NODE_ADDRESS], conditions: { ready: true } }],
      ports: [{ name: "https", port }],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRole",
      metadata: { name },
      rules: [{ apiGroups: [group], resources: ["*"], verbs: ["get", "list"] }],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
      subjects: [subject],
    },
  ];
}
