import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { Json } from "../../../components/core/revision/revision";
import { renderDocuments } from "../../../infra/render/render-documents";
import { fromSchema, patchSchema } from "../../../stacks/schema-from";

const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x: "1" } };

let root: string;
let calls: [string, Readonly<Record<string, string>>][];
let answers: Readonly<
  Record<string, (inputs: Readonly<Record<string, string>>) => Promise<readonly Json[]> | readonly Json[]>
>;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "sluice-render-"));
  calls = [];
  answers = {
    // As the provider does: what has no kind is left out.
    "kubernetes:yaml:decode": ({ text = "" }) =>
      parseAllDocuments(text, { logLevel: "silent" })
        .map((document) => {
          if (document.errors.length > 0) throw new Error("yaml: line 1: did not find expected ',' or '}'");
          return document.toJS() as { kind?: string };
        })
        .filter((document) => document?.kind !== undefined) as never,
    "kubernetes:kustomize:directory": () => [map],
    "kubernetes:helm:template": () => [map],
  };
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
}

async function render(from: unknown, patch?: unknown): Promise<readonly Json[]> {
  return await renderDocuments(
    fromSchema.parse(from),
    patch === undefined ? undefined : patchSchema().parse(patch),
    {
      root,
      app: "shop",
      namespace: "prod",
      askVersion: async () => await Promise.resolve("1.36.0"),
      render: async (token, inputs) => {
        calls.push([token, inputs]);
        return (await answers[token]?.(inputs)) ?? [];
      },
    },
  );
}

const yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: '1' }\n";

test("a folder of manifests is its files in the order of their names, without subfolders", async () => {
  await write({
    "k8s/b.yaml": yaml.replace("name: a", "name: b"),
    "k8s/a.yml": `---\n${yaml}---\n`,
    "k8s/sub/c.yaml": yaml,
    "k8s/README.md": "",
  });
  const documents = await render({ manifest: "k8s" });
  expect(documents.map((one) => (one as typeof map).metadata.name)).toEqual(["a", "b"]);
});

test.each([
  {
    name: "a place that is not there",
    files: {},
    from: { manifest: ["nope"] },
    says: "sluice:app.from.manifest must exist: got nope",
  },
  {
    name: "a folder without manifests",
    files: { "k8s/README.md": "" },
    from: { manifest: "k8s" },
    says: "must have files that end in .yaml, .yml or .json: got k8s",
  },
  {
    name: "a folder of a kustomization",
    files: { "k8s/kustomization.yaml": "" },
    from: { manifest: "k8s" },
    says: "got k8s with kustomization.yaml",
  },
  {
    name: "a file that is no YAML",
    files: { "a.yaml": "a: {b" },
    from: { manifest: "a.yaml" },
    says: "must be YAML: got a.yaml: yaml: line 1",
  },
  {
    name: "a document without a kind",
    files: { "a.yaml": `${yaml}---\na: 1\n` },
    from: { manifest: "a.yaml" },
    says: "must have Kubernetes objects only: got a.yaml with a document that has no kind",
  },
  {
    name: "a template",
    files: { "a.yaml": "a: {{ .Values.a }}" },
    from: { manifest: "a.yaml" },
    says: "must be plain YAML: got a.yaml with expressions of a template",
  },
  {
    name: "no kustomization",
    files: { "k/a.yaml": "" },
    from: { kustomize: "k" },
    says: "sluice:app.from.kustomize must be a folder with kustomization.yaml: got k",
  },
  {
    name: "a remote base without a commit, of an inner kustomization",
    files: {
      "k/kustomization.yaml": "resources: [../b, ../b]",
      "b/kustomization.yml": "bases: ['https://example.org/x//y?ref=main']",
    },
    from: { kustomize: "k" },
    says: "sluice:app.from.kustomize (b) must be a remote base with a commit",
  },
  {
    name: "charts inside of a kustomization",
    files: { "k/kustomization.yaml": "helmCharts: [{ name: a }]" },
    from: { kustomize: "k" },
    says: "must have no helmCharts, which need another program: got k",
  },
  {
    name: "a chart that is not there",
    files: {},
    from: { chart: { path: "c" } },
    says: "sluice:app.from.chart.path must exist: got c",
  },
  {
    name: "values that are not there",
    files: { "c/Chart.yaml": "" },
    from: { chart: { path: "c", values: ["v.yaml"] } },
    says: "sluice:app.from.chart.values must be files of YAML: got v.yaml",
  },
])("$name is refused", async ({ files, from, says }) => {
  await write(files as Record<string, string>);
  await expect(render(from)).rejects.toThrow(says);
});

test("a kustomization is rendered as it is, inner ones and remote ones with a commit among them", async () => {
  const ref = "a".repeat(40);
  await write({
    "k/kustomization.yaml": `resources: [../b, a.yaml, "https://example.org/x?ref=${ref}"]`,
    "b/kustomization.yaml": "",
    "k/a.yaml": yaml,
  });
  expect(await render({ kustomize: "k" })).toEqual([map]);
  expect(calls).toEqual([["kubernetes:kustomize:directory", { directory: path.join(root, "k") }]]);
});

test("what does not render is refused in the words of who renders", async () => {
  await write({ "k/kustomization.yaml": "resources: [nope.yaml]", "c/Chart.yaml": "" });
  answers = {
    "kubernetes:kustomize:directory": () => {
      throw new Error("accumulating resources: nope.yaml");
    },
    "kubernetes:helm:template": () => {
      throw new Error(
        "failed to generate YAML for specified Helm chart: failed to create chart from template: nil pointer",
      );
    },
  };
  await expect(render({ kustomize: "k" })).rejects.toThrow(
    "sluice:app.from.kustomize must render: got k: accumulating resources: nope.yaml",
  );
  await expect(render({ chart: { path: "c" } })).rejects.toThrow(
    "sluice:app.from.chart must render: got c: nil pointer",
  );
  await expect(
    render({ chart: { name: "a", version: "1.0.0", repository: "https://example.org" } }),
  ).rejects.toThrow("must render: got a 1.0.0: nil pointer");
});

test("a chart gets the app's name, its values merged, and the version of the file or the cluster", async () => {
  await write({ "c/Chart.yaml": "", "v.yaml": "a: { b: 1, c: 1 }\nlist: [1]", "empty.yaml": "" });
  await render({ chart: { path: "c", values: ["v.yaml", "empty.yaml", { a: { b: 2 }, list: [2] }] } });
  const options = JSON.parse(calls[0]?.[1]["jsonOpts"] ?? "") as unknown;
  expect(options).toEqual({
    release_name: "shop",
    namespace: "prod",
    values: { a: { b: 2, c: 1 }, list: [2] },
    skip_crd_rendering: true,
    kube_version: "1.36.0",
    path: path.join(root, "c"),
  });
  calls = [];
  await render({
    chart: { name: "oci://example.org/a", version: "1.0.0", release: "other", values: { x: 1 } },
    kubeVersion: "1.30.0",
    apiVersions: ["monitoring.coreos.com/v1"],
  });
  expect(calls).toHaveLength(2);
  expect(JSON.parse(calls[1]?.[1]["jsonOpts"] ?? "")).toMatchObject({
    release_name: "other",
    chart: "oci://example.org/a",
    version: "1.0.0",
    kube_version: "1.30.0",
    api_versions: ["monitoring.coreos.com/v1"],
    values: { x: 1 },
  });
});

test("a chart that is not the same twice is refused by object and path", async () => {
  await write({ "c/Chart.yaml": "", "c.tgz": "" });
  answers = { "kubernetes:helm:template": () => [{ ...map, data: { x: String(calls.length) } }] };
  for (const place of ["c", "c.tgz"]) {
    await expect(render({ chart: { path: place } })).rejects.toThrow(
      "data.x of ConfigMap a must be the same each time that the chart is rendered: got two values",
    );
  }
});

test("a chart that asks the cluster ends the second rendering, which is of a copy; comments and texts do not", async () => {
  const kept = '{{/* lookup "v1" */}}\nx: "lookup x"\n{{ $lookup := 1 }}{{ .Values.lookup }}';
  await write({
    "c/Chart.yaml": "lookup x",
    "c/templates/a.yaml": `{{ (lookup "v1" "Secret" "a" "b").data }}\n${kept}`,
    "c/charts/d/templates/b.yaml": '{{- lookup "v1" }}',
  });
  const seen: string[] = [];
  answers = {
    "kubernetes:helm:template": async ({ jsonOpts = "" }) => {
      const { path: folder } = JSON.parse(jsonOpts) as { path: string };
      for (const name of ["Chart.yaml", "templates/a.yaml", "charts/d/templates/b.yaml"])
        seen.push(await readFile(path.join(folder, name), "utf8"));
      if (folder.startsWith(root)) return [map];
      throw new Error(
        'template: shop/templates/a.yaml:1:4: executing "a" at <fail>: wrong number of args for fail: want 1 got 4',
      );
    },
  };
  await expect(render({ chart: { path: "c" } })).rejects.toThrow(
    "sluice:app.from.chart must give the same whatever the cluster has: got lookup in shop/templates/a.yaml, line 1",
  );
  expect(seen.slice(3)).toEqual([
    "lookup x",
    `{{ (fail "v1" "Secret" "a" "b").data }}\n${kept}`,
    '{{- fail "v1" }}',
  ]);
});

test("patches are applied by Kustomize over the set, each for its object, and nothing is left behind", async () => {
  await write({
    "a.yaml": yaml,
    "p.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { y: '2' }\n",
  });
  const written: Record<string, string> = {};
  answers = {
    ...answers,
    "kubernetes:kustomize:directory": async ({ directory = "" }) => {
      for (const name of await readdir(directory))
        written[name] = await readFile(path.join(directory, name), "utf8");
      return [{ patched: directory }];
    },
  };
  const [patched] = await render({ manifest: "a.yaml" }, [
    "p.yaml",
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { z: "3" } },
  ]);
  expect(JSON.parse(written["kustomization.yaml"] ?? "")).toEqual({
    resources: ["set.yaml"],
    patches: [0, 1].map((index) => ({
      path: `patch-${index}.yaml`,
      target: { version: "v1", kind: "ConfigMap", name: "a" },
    })),
  });
  expect(JSON.parse(written["set.yaml"] ?? "")).toEqual(map);
  expect(JSON.parse(written["patch-1.yaml"] ?? "")).toMatchObject({ data: { z: "3" } });
  await expect(readdir((patched as { patched: string }).patched)).rejects.toThrow("ENOENT");
});

test("a patch for no object, or one that Kustomize refuses, is refused by its place", async () => {
  await write({ "a.yaml": yaml });
  await expect(render({ manifest: "a.yaml" }, { kind: "Service" })).rejects.toThrow(
    "sluice:app.patch[0] must have apiVersion, kind and metadata.name",
  );
  answers = {
    ...answers,
    "kubernetes:kustomize:directory": () => {
      throw new Error("wrong patch");
    },
  };
  await expect(
    render({ manifest: "a.yaml" }, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }),
  ).rejects.toThrow("sluice:app.patch must apply: got wrong patch");
});

test("a set that is none is left to be refused as a whole", async () => {
  await write({ "a.yaml": "apiVersion: v1\nkind: ConfigMap\n" });
  expect(await render({ manifest: "a.yaml" }, { kind: "Service" })).toHaveLength(1);
});
