import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { withSources } from "../../../infra/render/find-source";
import type { RenderRequest } from "../../../stacks/settings/rendered";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "sluice-source-"));
  await mkdir(path.join(root, "k8s"));
  const list = "kind: List\nitems: [{ kind: ConfigMap, metadata: { name: site } }]\n";
  await writeFile(
    path.join(root, "k8s/a.yaml"),
    `kind: Service\nmetadata: { name: shop }\n---\n\n---\n${list}`,
  );
  await writeFile(path.join(root, "k8s/b.yaml"), "kind: Deployment\nmetadata: { name: shop }\n");
  await writeFile(path.join(root, "patch.yaml"), "kind: Deployment\nmetadata: { name: shop }\n");
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const tell = async (request: Pick<RenderRequest, "from" | "patch">, object?: string): Promise<string> => {
  const [problem] = await withSources(root, request, [{ text: "wrong", ...(object && { object }) }]);
  return problem?.text ?? "";
};

const manifest = { manifest: ["none.yaml", "k8s"] };

test.each([
  ["a file of a folder", { from: manifest }, "Deployment shop", "wrong (k8s/b.yaml)"],
  ["an item of a list", { from: manifest }, "ConfigMap site", "wrong (k8s/a.yaml)"],
  ["no file", { from: manifest }, "Secret key", "wrong"],
  ["a kustomization", { from: { kustomize: "overlays/prod" } }, "Secret key", "wrong (overlays/prod)"],
  ["a chart of the project", { from: { chart: { path: "chart" } } }, "Secret key", "wrong (chart)"],
  [
    "a chart of a repository",
    { from: { chart: { name: "web", version: "1.0.0" } } },
    "Secret key",
    "wrong (web)",
  ],
  [
    "a patch in the environment's file",
    { from: manifest, patch: [{ kind: "Service", metadata: { name: "shop" } }] },
    "Service shop",
    "wrong (k8s/a.yaml, changed by sluice:app.patch)",
  ],
  [
    "a patch in a file",
    { from: { program: true as const }, patch: ["patch.yaml"] },
    "Deployment shop",
    "wrong (changed by patch.yaml)",
  ],
  ["nothing of a set", { from: manifest }, undefined, "wrong"],
])("withSources() names %s", async (_, request, object, says) => {
  expect(await tell(request, object)).toBe(says);
});

test("withSources() knows problems of an object as a whole by their path, and leaves keys of the file alone", async () => {
  const problems = ["Deployment shop", "sluice:app.workload"].map((at) => ({ path: at, text: at }));
  const told = await withSources(root, { from: { kustomize: "k8s" } }, problems);
  expect(told.map(({ text }) => text)).toEqual(["Deployment shop (k8s)", "sluice:app.workload"]);
});
