import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import type { KubernetesObject } from "../../sandbox/cluster/network/api-client";
import { createApp, done } from "./support/app";
import type { App } from "./support/app";
import { applyTypes } from "./support/cluster/apply-types";
import { applicationType, helmReleaseType, kustomizationType } from "./support/cluster/gitops-types";

// Files of `sluice gitops` against the types of Argo CD and Flux on a real API server; nothing of theirs runs.

/**
 * File with the type of the Pulumi Kubernetes Operator's Stacks, which no registry has: `deploy/crds/pulumi.com_stacks.yaml`
 * of its repository. @default Stacks are left out
 */
const stackTypeFile = process.env["SLUICE_STACK_TYPE"];

interface Part {
  readonly content?: { readonly kind?: string; readonly spec?: object };
}

let app: App;
let types: readonly string[];

beforeAll(async () => {
  app = await createApp("gitops", { traffic: { from: { object: "scholarlink" } } });
  const ofStacks =
    stackTypeFile === undefined ? [] : [parse(await readFile(stackTypeFile, "utf8")) as KubernetesObject];
  types = await applyTypes(app, [applicationType, helmReleaseType, kustomizationType], ofStacks);
});
afterAll(async () => {
  await app.exec("kubectl", "delete", "customresourcedefinitions", ...types, "--ignore-not-found");
  await app.remove();
});

/** Whole objects of each tool, without what Sluice has to say. */
const objects = {
  Application: {
    apiVersion: "argoproj.io/v1alpha1",
    spec: { project: "default", destination: { namespace: "shop" }, source: { repoURL: "https://git/shop" } },
  },
  Kustomization: {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    spec: { interval: "1m", prune: true, sourceRef: { kind: "GitRepository", name: "shop" } },
  },
  HelmRelease: {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    spec: { interval: "1m", chartRef: { kind: "OCIRepository", name: "shop" } },
  },
} as const;

/** Writes an object as a dry run; the API server refuses every field that its type does not have. */
async function dryRun(object: object): Promise<unknown> {
  const file = path.join(app.folder, "object.json");
  await writeFile(file, JSON.stringify(object));
  const text = await app.kubectl("create", "--dry-run=server", "--validate=strict", "-o", "json", "-f", file);
  return (JSON.parse(text) as { readonly spec: unknown }).spec;
}

async function write(kind: keyof typeof objects, spec: object): Promise<unknown> {
  const { apiVersion, spec: own } = objects[kind];
  return await dryRun({ apiVersion, kind, metadata: { name: "shop" }, spec: { ...own, ...spec } });
}

/** Pieces that a tool is given. */
async function partsFor(tool: string): Promise<readonly Part[]> {
  const more = tool === "pko" ? ["--repository", "https://git/shop"] : [];
  const { stdout } = done(await app.sluice("gitops", tool, "gitops", ...more, "--json"));
  return (JSON.parse(stdout) as { readonly parts: readonly Part[] }).parts;
}

test.each([
  ["argocd", 0, "Application"],
  ["flux", 0, "Kustomization"],
  ["flux", 1, "HelmRelease"],
] as const)(
  "what `sluice gitops %s` writes as its piece %d is a field of the %s's type, each of it",
  async (tool, nth, kind) => {
    const spec = (await partsFor(tool))[nth]?.content?.spec;
    expect(JSON.stringify(spec)).toContain("/spec/rules");
    expect(await write(kind, spec ?? {})).toMatchObject(spec ?? {});
    await expect(write(kind, { ...spec, ignored: [] })).rejects.toThrow(/unknown field "spec.ignored"/);
  },
);

(stackTypeFile === undefined ? test.skip : test)(
  "each Stack that `sluice gitops pko` writes is one of the operator's type, each field of it",
  async () => {
    const stacks = (await partsFor("pko")).flatMap(({ content }) =>
      content?.kind === "Stack" ? [content] : [],
    );
    expect(stacks.length).toBeGreaterThan(2);
    for (const stack of stacks) {
      expect(await dryRun(stack)).toMatchObject(stack.spec ?? {});
      const wrong = { ...stack, spec: { ...stack.spec, ignored: true } };
      await expect(dryRun(wrong)).rejects.toThrow(/unknown field "spec.ignored"/);
    }
  },
);
