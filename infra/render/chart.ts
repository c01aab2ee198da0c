import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { compareRenders } from "../../components/core/workload/from/compare-renders";
import { mergeValues } from "../../components/core/workload/from/merge-values";
import type { Json, JsonObject } from "../../components/core/revision/revision";
import type { From } from "../../stacks/schema-from";
import { fetchChart } from "./fetch-chart";
import { broken, SourceError } from "./source";
import type { Rendered, RenderContext } from "./source";

const key = "sluice:app.from.chart";

type Chart = NonNullable<From["chart"]>;

async function readValues(root: string, values: NonNullable<Chart["values"]>): Promise<JsonObject> {
  const all = await Promise.all(
    values.map(async (one) => {
      if (typeof one !== "string") return one as JsonObject;
      try {
        return (parse(await readFile(path.resolve(root, one), "utf8")) ?? {}) as JsonObject;
      } catch (error) {
        throw broken(`${key}.values`, "be files of YAML", `${one}: ${(error as Error).message}`);
      }
    }),
  );
  return mergeValues(all);
}

/** A function with one argument: a call with those of `lookup` ends the rendering with template and line. */
const spoiled = "fail";

/** Makes every use of `lookup` in a chart's templates end its rendering; a definition that nothing calls does not. */
async function spoilLookups(folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
    (file) => file.isFile() && /\/templates(\/|$)/.test(`${file.parentPath}/`),
  );
  await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      const text = await readFile(file, "utf8");
      const changed = text.replaceAll(/\{\{.*?\}\}/gs, (action) =>
        /^\{\{-?\s*\/\*/.test(action) ? action : action.replaceAll(/(?<![\w.$"])lookup(?=\s)/g, spoiled),
      );
      if (changed !== text) await writeFile(file, changed);
    }),
  );
}

/**
 * Objects of a chart, rendered twice.
 * @throws {SourceError} where it does not render (in Helm's words), renders differently, or asks the cluster
 */
export async function renderChart(
  { chart, kubeVersion, apiVersions }: { readonly chart: Chart } & Omit<From, "chart">,
  { root, render, app, namespace, askVersion }: RenderContext,
): Promise<Rendered> {
  const options = {
    release_name: chart.release ?? app,
    namespace,
    values: chart.values === undefined ? {} : await readValues(root, chart.values),
    skip_crd_rendering: true,
    kube_version: kubeVersion ?? (await askVersion()),
    ...(apiVersions === undefined ? {} : { api_versions: apiVersions }),
    // What a registry has by tag is Helm's to fetch.
    ...(chart.name?.startsWith("oci://") === true ? { chart: chart.name, version: chart.version } : {}),
  };
  const template = async (at: object): Promise<readonly Json[]> => {
    try {
      return await render("kubernetes:helm:template", { jsonOpts: JSON.stringify({ ...options, ...at }) });
    } catch (error) {
      throw explainFailure(error as Error, chart);
    }
  };
  const local = await findArchive(root, chart);
  if (local !== undefined && (await stat(local).catch(() => undefined)) === undefined) {
    throw broken(`${key}.path`, "exist", chart.path as string);
  }
  const first = await template(local === undefined ? {} : { path: local });
  const second = await again(local, template);
  const differing = compareRenders(first, second);
  if (differing.length === 0) return first;
  throw new SourceError(...differing);
}

/** Folder or archive of a chart on this machine; undefined where Helm fetches it itself. */
async function findArchive(root: string, chart: Chart): Promise<string | undefined> {
  const { path: place, name, repository, version, digest } = chart;
  if (place !== undefined) return path.resolve(root, place);
  if (name === undefined || repository === undefined || version === undefined) return undefined;
  return await fetchChart({ name, repository, version, digest });
}

/** The chart rendered once more: a folder from a copy in which `lookup` ends the rendering. */
async function again(
  local: string | undefined,
  template: (at: object) => Promise<Rendered>,
): Promise<Rendered> {
  if (local === undefined) return await template({});
  if (!(await stat(local)).isDirectory()) return await template({ path: local });
  const copy = await mkdtemp(path.join(tmpdir(), "sluice-chart-"));
  try {
    await cp(local, copy, { recursive: true, dereference: true });
    await spoilLookups(copy);
    return await template({ path: copy });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function explainFailure({ message }: Error, { path: folder, name, version }: Chart): SourceError {
  const words = message.replace(
    /^failed to generate YAML for specified Helm chart: (failed to create chart from template: )?/,
    "",
  );
  const lookup = /template: (\S+?):(\d+):\d+: .*at <fail>: wrong number of args/s.exec(words);
  if (lookup === null) return broken(key, "render", `${folder ?? `${name} ${version}`}: ${words}`);
  return broken(
    key,
    "give the same whatever the cluster has",
    `lookup in ${lookup[1]}, line ${lookup[2]}`,
    "give the chart a value instead: what it finds would be another release with every run",
  );
}
