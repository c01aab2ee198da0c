import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { create } from "tar";
import type { SourceError } from "../../../infra/render/source";
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
    chart: { path: "c", release: "other", values: { x: 1 } },
    kubeVersion: "1.30.0",
    apiVersions: ["monitoring.coreos.com/v1"],
  });
  expect(project.calls).toHaveLength(2);
  expect(JSON.parse(project.calls[1]?.[1]["jsonOpts"] ?? "")).toMatchObject({
    release_name: "other",
    kube_version: "1.30.0",
    api_versions: ["monitoring.coreos.com/v1"],
    values: { x: 1 },
  });
});

/** Packs a folder of the project as `helm package` does. */
const pack = async (folder: string, archive: string, at = ""): Promise<void> =>
  await create({ gzip: true, cwd: path.join(project.root, at), file: path.join(project.root, archive) }, [
    folder,
  ]);

test("a chart that is not the same twice is refused by object and path, and its templates are named", async () => {
  await project.write({ "c/Chart.yaml": "", "c/templates/a.yaml": "\n{{ now }}" });
  await pack("c", "c.tgz");
  project.answers = {
    "kubernetes:helm:template": () => [{ ...map, data: { x: String(project.calls.length) } }],
  };
  for (const place of ["c", "c.tgz"]) {
    const refused = await project.render({ chart: { path: place } }).catch((error: unknown) => error);
    expect((refused as SourceError).problems).toEqual([
      {
        path: "ConfigMap a",
        text: "data.x of ConfigMap a must be the same each time that the chart is rendered: got two values",
        fix: expect.stringContaining("; used in templates/a.yaml, line 2 (now)"),
      },
    ]);
  }
});

test("what differs may be taken out by a patch, before the two renderings are compared", async () => {
  await project.write({ "c/Chart.yaml": "", "c/templates/a.yaml": "{{ now }}" });
  const patch = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x: null } };
  const steady = { ...map, data: {} };
  project.answers = {
    "kubernetes:helm:template": () => [{ ...map, data: { x: String(project.calls.length) } }],
    "kubernetes:kustomize:directory": () => [steady],
  };
  await expect(project.render({ chart: { path: "c" } }, patch)).resolves.toEqual([steady]);
  project.answers = {
    ...project.answers,
    "kubernetes:kustomize:directory": () => [{ ...map, data: { y: String(project.calls.length) } }],
  };
  await expect(project.render({ chart: { path: "c" } }, patch)).rejects.toThrow(
    "data.y of ConfigMap a must be the same each time that the chart is rendered",
  );
});

test("the time and chance are others in the second rendering, also in values and in archives of archives", async () => {
  await project.write({
    "inner/Chart.yaml": "",
    "inner/templates/a.yaml": "{{ now }}",
    "c/Chart.yaml": "",
    "c/values.yaml": 'at: "{{ now }}"',
  });
  await mkdir(path.join(project.root, "c/charts"));
  await pack("inner", "c/charts/inner-1.0.0.tgz");
  await pack("c", "c.tgz");
  const seen: string[][] = [];
  project.answers = {
    "kubernetes:helm:template": async ({ jsonOpts = "" }) => {
      const { path: at, values } = JSON.parse(jsonOpts) as { path: string; values: unknown };
      if (seen.length < 1) seen.push([]);
      else {
        const inner = path.join(at, "charts/inner/templates/a.yaml");
        const texts = await Promise.all(
          [inner, path.join(at, "values.yaml")].map(async (one) => await readFile(one, "utf8")),
        );
        seen.push([...texts, JSON.stringify(values)]);
      }
      if (seen.length === 2) throw new Error("a date of long ago");
      return [map];
    },
  };
  await project.render({ chart: { path: "c.tgz", values: { a: ["{{ randAlpha 3 }}", 1], b: null } } });
  const time = "{{ (toDate `2006-01-02` `2001-02-03`) }}";
  expect(seen.slice(1)).toEqual([
    [time, `at: "${time}"`, '{"a":["{{ randNumeric 3 }}",1],"b":null}'],
    ["{{ now }}", 'at: "{{ now }}"', '{"a":["{{ randAlpha 3 }}",1],"b":null}'],
  ]);
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
  expect(seen.slice(-3)[1]).toContain(
    '{{ (dict "metadata" (dict "name" "sluice") "data" (dict "sluice" "eA==") "v1" "Secret" "a" "b").data }}',
  );
  expect(seen.slice(3, 6)).toEqual([
    "lookup x",
    `{{ (fail "v1" "Secret" "a" "b").data }}\n${kept}`,
    '{{- fail "v1" }}',
  ]);
});

test.each([
  ["is taken where that has no effect on the objects", "1", undefined],
  [
    "is refused where it has",
    "2",
    "must give the same whatever the cluster has: got lookup in shop/templates/a.yaml, line 1",
  ],
])("a chart that asks the cluster %s", async (_, found, refusal) => {
  await project.write({
    "c/Chart.yaml": "name: c",
    "c/templates/a.yaml": '{{ lookup "v1" "Secret" "a" "b" }}',
  });
  const answer = (value: string) => [{ ...map, data: { a: value } }];
  project.answers = {
    "kubernetes:helm:template": async ({ jsonOpts = "" }) => {
      const { path: folder } = JSON.parse(jsonOpts) as { path: string };
      const text = await readFile(path.join(folder, "templates/a.yaml"), "utf8");
      if (text.includes("lookup")) return answer("1");
      if (text.includes("dict")) return answer(found);
      throw new Error(
        'template: shop/templates/a.yaml:1:4: executing "a" at <fail>: wrong number of args for fail: want 1 got 4',
      );
    },
  };
  const rendered = project.render({ chart: { path: "c" } });
  await (refusal === undefined
    ? expect(rendered).resolves.toEqual(answer("1"))
    : expect(rendered).rejects.toThrow(refusal));
});

test("a chart without the charts that it depends on is refused: it would be rendered without their objects", async () => {
  await project.write({
    "c/Chart.yaml":
      "dependencies: [{ name: redis, version: ^1.0.0 }, { name: a }, { name: b-c }, { name: d }]",
    "c/requirements.yaml": "dependencies: [{ name: old, version: 2.0.0 }]",
    "c/charts/a/Chart.yaml": "",
    "c/charts/other/Chart.yaml": "name: d",
    "c/charts/b-c-v1.2.3.tgz": "",
  });
  const refused = await project.render({ chart: { path: "c" } }).catch((error: unknown) => error);
  expect((refused as SourceError).problems).toEqual([
    {
      path: "sluice:app.from.chart",
      text: "sluice:app.from.chart must have the charts that it depends on in its folder charts/: got none of redis ^1.0.0, old 2.0.0",
      fix: "run helm dependency build, and commit charts/ with the chart",
    },
  ]);
  expect(project.calls).toEqual([]);
  await project.write({ "bad/Chart.yaml": "a: [", "bad/templates/a.yaml": "" });
  await project.render({ chart: { path: "bad" } });
});
