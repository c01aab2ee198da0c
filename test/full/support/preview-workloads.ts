import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { image } from "../../e2e/support/app";
import type { App } from "../../e2e/support/app";

/** Result of a workload in `pulumi preview`, whose provider asks the API server of a sandbox by dry runs. */
export interface Previewed {
  readonly code: number | undefined;
  readonly text: string;
}

/** A source of a workload in a checkout. */
export interface WorkloadSource {
  readonly kind: "manifest" | "kustomize" | "chart";
  /** File or folder in the checkout. */
  readonly place: string;
  readonly workload: string;
}

/** Text of manifests whose objects are all in one namespace. */
function inNamespace(text: string, namespace: string): string {
  const documents = parseAllDocuments(text);
  for (const document of documents) {
    const field = document.get("kind") === "Namespace" ? "name" : "namespace";
    if (document.hasIn(["metadata", field])) document.setIn(["metadata", field], namespace);
  }
  return documents.map(String).join("\n---\n");
}

const forms = {
  manifest: { manifest: "set.yaml" },
  kustomize: (place: string) => ({ kustomize: `checkout/${place}` }),
  chart: (place: string) => ({ chart: { path: `checkout/${place}` } }),
};

/** Previews the first deploy of a workload, unchanged but for names and images. */
export async function previewWorkload(
  app: App,
  checkout: string,
  { kind, place, workload }: WorkloadSource,
): Promise<Previewed> {
  if (kind === "manifest") {
    const text = await readFile(path.join(checkout, place), "utf8");
    await writeFile(path.join(app.folder, "set.yaml"), inNamespace(text, app.namespace));
  } else {
    const copy = path.join(app.folder, "checkout");
    await rm(copy, { recursive: true, force: true });
    await cp(checkout, copy, { recursive: true, verbatimSymlinks: true });
  }
  const from = kind === "manifest" ? forms.manifest : forms[kind](place);
  await app.configure(image("v1"), {
    app: { name: workload, workload, replicas: undefined, resources: undefined, from },
  });
  const { code, text } = await app.pulumi("preview", "-s", app.environment);
  return { code, text };
}
