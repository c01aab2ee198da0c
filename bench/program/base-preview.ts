import { done } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import { quickly } from "../../test/e2e/support/quickly";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { comparePairs } from "./pairs";
import { writeProject } from "./project";

interface KubernetesObject {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>> & {
    readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
    readonly spec: Readonly<Record<string, unknown>>;
  };
}

/** Objects of the base stack in the cluster, by its state. */
async function listObjects(app: App): Promise<KubernetesObject[]> {
  const { stdout } = done(await app.pulumi("stack", "export", "-s", app.environment));
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources: { type: string; inputs: KubernetesObject["inputs"] }[] };
  };
  return deployment.resources.filter(({ type }) => type.startsWith("kubernetes:"));
}

/** The same object in another namespace, without pods or traffic of its own. */
export function toTwin(
  { type, inputs }: KubernetesObject,
  namespace: string,
): { call: string; twin: object } {
  const [, api = "", kind = ""] = type.split(":");
  const [group = "", version = ""] = api.split("/");
  const own = Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
  const metadata = { ...inputs.metadata, namespace };
  if (kind === "HTTPRoute") {
    const backend = { name: inputs.metadata.name, port: 80 };
    const spec = { ...inputs.spec, hostnames: ["minimal.example.org"], rules: [{ backendRefs: [backend] }] };
    return { call: "k8s.apiextensions.CustomResource", twin: { ...own, metadata, spec } };
  }
  const spec = kind === "Deployment" ? { ...inputs.spec, replicas: 0 } : inputs.spec;
  return { call: `k8s.${group.split(".")[0]}.${version}.${kind}`, twin: { ...own, metadata, spec } };
}

function renderProgram(app: App, objects: readonly KubernetesObject[], namespace: string): string {
  const provider = JSON.stringify({
    context: app.sandbox.context,
    clusterIdentifier: app.sandbox.clusterUid,
  });
  const declared = objects.map((object) => {
    const { call, twin } = toTwin(object, namespace);
    return `new ${call}("${object.inputs.metadata.name}", ${JSON.stringify(twin)}, { provider });`;
  });
  return `"use strict";
const k8s = require("@pulumi/kubernetes");
const provider = new k8s.Provider("cluster", ${provider});
${declared.join("\n")}
`;
}

/** `preview` of a deployed, unchanged base stack, against a program with as many Kubernetes objects. */
export async function measureBasePreview(bench: Bench, app: App): Promise<Figure[]> {
  const namespace = `${app.namespace}-minimal`;
  const objects = await listObjects(app);
  const inCluster = objects.filter(({ type }) => type !== "pulumi:providers:kubernetes");
  const minimal = await writeProject(bench, app, "minimal-objects", renderProgram(app, inCluster, namespace));
  await app.kubectl("create", "namespace", namespace);
  bench.later(async () => await app.kubectl("delete", "namespace", namespace, "--wait=false"));
  await minimal.pulumi("stack", "init", "minimal");
  await minimal.pulumi("up", "--yes", "--skip-preview", "-s", "minimal");
  bench.say(`base and the minimal program have ${inCluster.length} Kubernetes objects each`);
  const preview = ["preview", "-s", app.environment];
  const asStarted = [
    "env",
    `NODE_OPTIONS=${quickly["NODE_OPTIONS"]}`,
    "pulumi",
    "--non-interactive",
  ] as const;
  const against = { minimal: async () => await minimal.pulumi("preview", "-s", "minimal"), limit: 1.3 };
  return [
    ...(await comparePairs(bench, {
      name: "preview of base, unchanged",
      ours: async () => done(await app.pulumi(...preview)),
      ...against,
    })),
    ...(await comparePairs(bench, {
      name: "preview of base, as sluice starts Pulumi",
      ours: async () => done(await app.start(...asStarted, ...preview).ended),
      ...against,
    })),
  ];
}
