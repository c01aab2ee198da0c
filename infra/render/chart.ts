import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { compareRenders } from "../../components/core/workload/from/rendering/compare-renders";
import { hideValues } from "../../components/core/workload/from/rendering/hide-values";
import { mergeValues } from "../../components/core/workload/from/rendering/merge-values";
import type { Json, JsonObject } from "../../components/core/revision/revision";
import type { From } from "../../stacks/schema/from";
import { chartKey as key } from "./chart-archive";
import { demandDependencies } from "./demand-dependencies";
import { fetchChart } from "./fetch-chart";
import { renderAgain } from "./render-again";
import { broken, SourceError } from "./source";
import type { Rendered, RenderContext } from "./source";

type Chart = NonNullable<From["chart"]>;

async function readValues(root: string, values: NonNullable<Chart["values"]>): Promise<JsonObject> {
  const all = await Promise.all(
    values.map(async (one) => {
      if (typeof one !== "string") return one as JsonObject;
      try {
        return (parse(await readFile(path.resolve(root, one), "utf8")) ?? {}) as JsonObject;
      } catch (error) {
        // The library's message quotes the file, which may have secrets.
        const words = (error as Error).message.replace(/\n.*/s, "");
        throw broken(`${key}.values`, "be files of YAML", `${one}: ${words}`);
      }
    }),
  );
  return mergeValues(all);
}

/**
 * Objects of a chart, rendered twice.
 * @param patch - applies what may take out a difference of the two
 * @throws {SourceError} where it does not render (in Helm's words), renders differently, or asks the cluster
 */
export async function renderChart(
  { chart, kubeVersion, apiVersions }: { readonly chart: Chart } & Omit<From, "chart">,
  { root, render, app, namespace, askVersion }: RenderContext,
  patch: (rendered: Rendered) => Promise<Rendered>,
): Promise<Rendered> {
  const options = {
    release_name: chart.release ?? app,
    namespace,
    values: chart.values === undefined ? {} : await readValues(root, chart.values),
    skip_crd_rendering: true,
    kube_version: kubeVersion ?? (await askVersion()),
    ...(apiVersions === undefined ? {} : { api_versions: apiVersions }),
  };
  const template = async (at: object): Promise<readonly Json[]> => {
    try {
      return await render("kubernetes:helm:template", { jsonOpts: JSON.stringify({ ...options, ...at }) });
    } catch (error) {
      throw explainFailure(error as Error, chart);
    }
  };
  const local = await findArchive(root, chart);
  if ((await stat(local).catch(() => undefined)) === undefined) {
    throw broken(`${key}.path`, "exist", chart.path as string);
  }
  await demandDependencies(local);
  const first = await template({ path: local });
  const { second, places, asked } = await renderAgain(local, options.values, template);
  if (compareRenders(first, second).length === 0) return first;
  const differing = compareRenders(await patch(first), await patch(second), places);
  if (differing.length === 0) return first;
  throw asked ?? new SourceError(...differing);
}

/** Folder or archive of a chart on this machine, which is fetched where it is not there yet. */
async function findArchive(root: string, chart: Chart): Promise<string> {
  const { path: place, name = "", repository, version = "", digest } = chart;
  if (place !== undefined) return path.resolve(root, place);
  return await fetchChart({ name, version, digest, ...(repository === undefined ? {} : { repository }) });
}

function explainFailure({ message }: Error, { path: folder, name, version }: Chart): SourceError {
  const words = hideValues(message).replace(
    /^failed to generate YAML for specified Helm chart: (failed to create chart from template: )?/,
    "",
  );
  const lookup = /template: (\S+?):(\d+):\d+: .*at <fail>: wrong number of args/s.exec(words);
  if (lookup === null) {
    const fix =
      "where it asks for a value, give it in sluice:app.from.chart.values; helm template says the same";
    return broken(key, "render", `${folder ?? `${name} ${version}`}: ${words}`, fix);
  }
  return broken(
    key,
    "give the same whatever the cluster has",
    `lookup in ${lookup[1]}, line ${lookup[2]}`,
    "give the chart a value instead: what it finds would be another release with every run",
  );
}
