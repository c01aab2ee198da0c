import { readFile } from "node:fs/promises";
import path from "node:path";
import { map, RenderedProject } from "./project";

let project: RenderedProject;

beforeEach(async () => {
  project = await RenderedProject.make();
});

afterEach(async () => {
  await project.remove();
});

test("a chart gets the app's name, its values merged, and the version of the file or the cluster", async () => {
  await project.write({ "c/Chart.yaml": "", "v.yaml": "a: { b: 1, c: 1 }\nlist: [1]", "empty.yaml": "" });
  await project.render({
    chart: { path: "c", values: ["v.yaml", "empty.yaml", { a: { b: 2 }, list: [2] }] },
  });
  const options = JSON.parse(project.calls[0]?.[1]["jsonOpts"] ?? "") as unknown;
  expect(options).toEqual({
    release_name: "shop",
    namespace: "prod",
    values: { a: { b: 2, c: 1 }, list: [2] },
    skip_crd_rendering: true,
    kube_version: "1.36.0",
    path: path.join(project.root, "c"),
  });
  project.calls.length = 0;
  await project.render({
    chart: { name: "oci://example.org/a", version: "1.0.0", release: "other", values: { x: 1 } },
    kubeVersion: "1.30.0",
    apiVersions: ["monitoring.coreos.com/v1"],
  });
  expect(project.calls).toHaveLength(2);
  expect(JSON.parse(project.calls[1]?.[1]["jsonOpts"] ?? "")).toMatchObject({
    release_name: "other",
    chart: "oci://example.org/a",
    version: "1.0.0",
    kube_version: "1.30.0",
    api_versions: ["monitoring.coreos.com/v1"],
    values: { x: 1 },
  });
});

test("a chart that is not the same twice is refused by object and path", async () => {
  await project.write({ "c/Chart.yaml": "", "c.tgz": "" });
  project.answers = {
    "kubernetes:helm:template": () => [{ ...map, data: { x: String(project.calls.length) } }],
  };
  for (const place of ["c", "c.tgz"]) {
    await expect(project.render({ chart: { path: place } })).rejects.toThrow(
      "data.x of ConfigMap a must be the same each time that the chart is rendered: got two values",
    );
  }
});

test("a chart that asks the cluster ends the second rendering, which is of a copy; comments and texts do not", async () => {
  const kept = '{{/* lookup "v1" */}}\nx: "lookup x"\n{{ $lookup := 1 }}{{ .Values.lookup }}';
  await project.write({
    "c/Chart.yaml": "lookup x",
    "c/templates/a.yaml": `{{ (lookup "v1" "Secret" "a" "b").data }}\n${kept}`,
    "c/charts/d/templates/b.yaml": '{{- lookup "v1" }}',
  });
  const seen: string[] = [];
  project.answers = {
    "kubernetes:helm:template": async ({ jsonOpts = "" }) => {
      const { path: folder } = JSON.parse(jsonOpts) as { path: string };
      for (const name of ["Chart.yaml", "templates/a.yaml", "charts/d/templates/b.yaml"])
        seen.push(await readFile(path.join(folder, name), "utf8"));
      if (folder.startsWith(project.root)) return [map];
      throw new Error(
        'template: shop/templates/a.yaml:1:4: executing "a" at <fail>: wrong number of args for fail: want 1 got 4',
      );
    },
  };
  await expect(project.render({ chart: { path: "c" } })).rejects.toThrow(
    "sluice:app.from.chart must give the same whatever the cluster has: got lookup in shop/templates/a.yaml, line 1",
  );
  expect(seen.slice(3)).toEqual([
    "lookup x",
    `{{ (fail "v1" "Secret" "a" "b").data }}\n${kept}`,
    '{{- fail "v1" }}',
  ]);
});
