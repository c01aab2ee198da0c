import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { map, RenderedProject, yaml } from "./project";

let project: RenderedProject;

beforeEach(async () => {
  project = await RenderedProject.make();
});

afterEach(async () => {
  await project.remove();
});

test("a folder of manifests is its files in the order of their names, without subfolders", async () => {
  await project.write({
    "k8s/b.yaml": yaml.replace("name: a", "name: b"),
    "k8s/a.yml": `---\n${yaml}---\n`,
    "k8s/sub/c.yaml": yaml,
    "k8s/README.md": "",
  });
  const documents = await project.render({ manifest: "k8s" });
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
  await project.write(files as Record<string, string>);
  await expect(project.render(from)).rejects.toThrow(says);
});

test("a kustomization is rendered as it is, inner ones and remote ones with a commit among them", async () => {
  const ref = "a".repeat(40);
  await project.write({
    "k/kustomization.yaml": `resources: [../b, a.yaml, "https://example.org/x?ref=${ref}"]`,
    "b/kustomization.yaml": "",
    "k/a.yaml": yaml,
  });
  expect(await project.render({ kustomize: "k" })).toEqual([map]);
  expect(project.calls).toEqual([
    ["kubernetes:kustomize:directory", { directory: path.join(project.root, "k") }],
  ]);
});

test("what does not render is refused in the words of who renders", async () => {
  await project.write({ "k/kustomization.yaml": "resources: [nope.yaml]", "c/Chart.yaml": "" });
  project.answers = {
    "kubernetes:kustomize:directory": () => {
      throw new Error("accumulating resources: nope.yaml");
    },
    "kubernetes:helm:template": () => {
      throw new Error(
        "failed to generate YAML for specified Helm chart: failed to create chart from template: nil pointer",
      );
    },
  };
  await expect(project.render({ kustomize: "k" })).rejects.toThrow(
    "sluice:app.from.kustomize must render: got k: accumulating resources: nope.yaml",
  );
  await expect(project.render({ chart: { path: "c" } })).rejects.toThrow(
    "sluice:app.from.chart must render: got c: nil pointer",
  );
});

test("what is wrong with values is said without a line of them: they may be secrets", async () => {
  const marker = "marker-of-5102";
  await project.write({
    "v.yaml": `password: ${marker}: x\n`,
    "c/Chart.yaml": "",
    "k/kustomization.yaml": `secretGenerator: [{ name: a, literals: [${marker}] }]`,
  });
  project.answers = {
    "kubernetes:kustomize:directory": () => {
      throw new Error(`literal sources [${marker}]: invalid literal source ${marker}, expected key=value`);
    },
    "kubernetes:helm:template": () => {
      throw new Error(`values don't meet the schema: '${marker}' does not match pattern '^x'`);
    },
  };
  const sources = [
    { kustomize: "k" },
    { chart: { path: "c" } },
    { chart: { path: "c", values: ["v.yaml"] } },
  ];
  const told = await Promise.all(
    sources.map(async (from) => await project.render(from).catch((error: unknown) => String(error))),
  );
  expect(told).toEqual([
    expect.stringContaining("a literal must have the form key=value"),
    expect.stringContaining("a value does not match pattern '^x'"),
    expect.stringContaining("v.yaml: Nested mappings are not allowed in compact mappings at line 1"),
  ]);
  expect(JSON.stringify(told)).not.toContain(marker);
});

test("patches are applied by Kustomize over the set, each for its object, and nothing is left behind", async () => {
  await project.write({
    "a.yaml": yaml,
    "p.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { y: '2' }\n",
  });
  const written: Record<string, string> = {};
  project.answers = {
    ...project.answers,
    "kubernetes:kustomize:directory": async ({ directory = "" }) => {
      for (const name of await readdir(directory))
        written[name] = await readFile(path.join(directory, name), "utf8");
      return [{ patched: directory }];
    },
  };
  const [patched] = await project.render({ manifest: "a.yaml" }, [
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
  await project.write({ "a.yaml": yaml });
  await expect(project.render({ manifest: "a.yaml" }, { kind: "Service" })).rejects.toThrow(
    "sluice:app.patch[0] must have apiVersion, kind and metadata.name",
  );
  project.answers = {
    ...project.answers,
    "kubernetes:kustomize:directory": () => {
      throw new Error("wrong patch");
    },
  };
  await expect(
    project.render({ manifest: "a.yaml" }, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }),
  ).rejects.toThrow("sluice:app.patch must apply: got wrong patch");
});

test("a set that is none is left to be refused as a whole", async () => {
  await project.write({ "a.yaml": "apiVersion: v1\nkind: ConfigMap\n" });
  expect(await project.render({ manifest: "a.yaml" }, { kind: "Service" })).toHaveLength(1);
});
