import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "tar";
import { ociManifest, startOciRegistry } from "../../support/oci/registry";
import type { OciRegistry } from "../../support/oci/registry";
import { RenderedProject } from "./project";

let [project, registry, folder]: [RenderedProject, OciRegistry, string] = [] as never;
/** Digest of the chart's manifest, and of its archive. */
let [manifest, archive]: [string, string] = [] as never;
const kept = ["XDG_CACHE_HOME", "HELM_REGISTRY_CONFIG", "DOCKER_CONFIG"].map(
  (name) => [name, process.env[name]] as const,
);
const layerType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

/** Pushes a chart as `helm push` does. */
async function push(
  tag: string,
  text = "name: a",
  mediaType = layerType,
): Promise<readonly [string, string]> {
  await project.write({ "a/Chart.yaml": text });
  const packed = create({ gzip: true, sync: true, cwd: project.root }, ["a"]).read() as Buffer;
  const layer = registry.putBlob(packed, mediaType);
  const config = registry.putBlob(Buffer.from("{}"), "application/vnd.cncf.helm.config.v1+json");
  const pointer = registry.putManifest(
    "charts/a",
    { schemaVersion: 2, mediaType: ociManifest, config, layers: [layer] },
    tag,
  );
  return [pointer.digest, layer.digest];
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sluice-cache-"));
  process.env["XDG_CACHE_HOME"] = folder;
  process.env["HELM_REGISTRY_CONFIG"] = path.join(folder, "helm.json");
  process.env["DOCKER_CONFIG"] = folder;
  project = await RenderedProject.make();
  registry = await startOciRegistry();
  [manifest, archive] = await push("1.0.0_build.1");
});

afterEach(async () => {
  for (const [name, value] of kept) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await Promise.all([registry.close(), project.remove(), rm(folder, { recursive: true, force: true })]);
});

const render = async (more: object = {}) =>
  await project.render({
    chart: { name: `oci://${registry.host}/charts/a`, version: "1.0.0+build.1", ...more },
  });

test("a chart of a registry is fetched once; the next rendering asks nobody", async () => {
  await render();
  expect(registry.requests).toHaveLength(2);
  const [first] = project.calls.map(([, inputs]) => JSON.parse(inputs["jsonOpts"] ?? "") as { path: string });
  expect(path.dirname(first?.path ?? "")).toBe(`${folder}/sluice/charts`);
  expect(first).not.toHaveProperty("chart");
  await registry.close();
  for (const digest of [manifest, archive]) await render({ digest });
  await expect(render({ digest: `sha256:${"0".repeat(64)}` })).rejects.toThrow(
    /chart\.digest must be that of the archive, sha256:0+: got .* with sha256:.* and manifest sha256:/u,
  );
});

test("another chart under the same version is refused by its digest, and nothing is kept of it", async () => {
  await push("1.0.0_build.1", "name: a\nversion: 2.0.0");
  await expect(render({ digest: manifest })).rejects.toThrow("chart.digest must be that of the archive");
  [manifest, archive] = await push("1.0.0_build.1");
  await render({ digest: archive });
});

test.each([
  ["Helm's", "helm.json"],
  ["Docker's", "config.json"],
])("%s credentials are used", async (_whose, file) => {
  registry.options.auth = "basic";
  registry.options.user = { name: "a", password: "b" };
  await expect(render()).rejects.toThrow("it answered 401");
  const auth = Buffer.from("a:b").toString("base64");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, file), JSON.stringify({ auths: { [registry.host]: { auth } } }));
  await render();
});

test("what is not there, is no chart, or cannot be asked is refused with the way out", async () => {
  await expect(render({ version: "2.0.0" })).rejects.toThrow(
    /chart must be fetched once: got oci:.* 2\.0\.0: there is no such tag/u,
  );
  await push("3.0.0", "", "application/octet-stream");
  await expect(render({ version: "3.0.0" })).rejects.toThrow("what is there is no chart of Helm");
  await expect(render({ name: "oci://A//b" })).rejects.toThrow("Cannot read image reference");
  await registry.close();
  await expect(render()).rejects.toThrow("must be fetched once");
});
