import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  disturbTemplate,
  listUnsteady,
} from "../../components/core/workload/from/rendering/unsteady-template";
import type { Lookup } from "../../components/core/workload/from/rendering/unsteady-template";
import type { Json, JsonObject } from "../../components/core/revision/revision";
import { isObject } from "../../components/core/json";
import { chartKey } from "./chart-archive";
import { broken } from "./source";
import type { Rendered } from "./source";

/** Renders a chart with other options than the first time. */
type Template = (options: object) => Promise<Rendered>;

/** A chart's second rendering. */
interface Again {
  readonly second: Rendered;
  /** Uses of the time or of chance, by template. */
  readonly places: readonly string[];
  /** Reason why it is another rendering than one without anything of the cluster; absent where it asks nothing. */
  readonly asked?: unknown;
}

/** An archive's files, and those of the charts that it has inside. */
async function unpack(archive: string, folder: string): Promise<void> {
  // Charts of a folder do not need it.
  const { extract } = require("tar") as typeof import("tar");
  const isPlain = (_path: string, entry: object): boolean =>
    "type" in entry && /^(Old)?File$|^Directory$/.test(String(entry.type));
  await extract({ file: archive, cwd: folder, filter: isPlain }).catch((error: unknown) => {
    throw broken(chartKey, "be a packed chart", `${path.basename(archive)}: ${(error as Error).message}`);
  });
}

/** Unpacks the archives among a chart's own charts, in their places. */
async function unpackInner(folder: string): Promise<void> {
  const inner = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
    ({ parentPath, name }) => path.basename(parentPath) === "charts" && name.endsWith(".tgz"),
  );
  for (const { parentPath, name } of inner) {
    const file = path.join(parentPath, name);
    await unpack(file, parentPath);
    await rm(file);
  }
  if (inner.length > 0) await unpackInner(folder);
}

/** Files in which Helm evaluates expressions: templates, and values that a template hands to `tpl`. */
async function listTemplates(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter(
      (file) =>
        file.isFile() && (/\/templates(\/|$)/.test(`${file.parentPath}/`) || file.name === "values.yaml"),
    )
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .toSorted();
}

const disturbValues = (value: Json, disturb: (text: string) => string): Json => {
  if (typeof value === "string") return disturb(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => disturbValues(one, disturb));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, disturbValues(one, disturb)]));
};

/**
 * Renders a chart once more, from a copy in which `lookup` ends the rendering, and the time and chance are others. Where
 * it does not render so, `lookup` finds something: what it finds may have no effect.
 * @param local - folder or archive of the chart
 * @throws what `template` throws
 */
export async function renderAgain(local: string, values: JsonObject, template: Template): Promise<Again> {
  const copy = await mkdtemp(path.join(tmpdir(), "sluice-chart-"));
  try {
    const isFolder = (await stat(local)).isDirectory();
    if (isFolder) await cp(local, copy, { recursive: true, dereference: true });
    else await unpack(local, copy);
    const [top] = isFolder ? [""] : await readdir(copy);
    const chart = path.join(copy, top ?? "");
    await unpackInner(chart);
    const files = await Promise.all(
      (await listTemplates(chart)).map(async (file) => ({ file, text: await readFile(file, "utf8") })),
    );
    const render = async (isShaken: boolean, lookup: Lookup): Promise<Rendered> => {
      const disturb = (text: string): string => disturbTemplate(text, isShaken, lookup);
      for (const { file, text } of files) await writeFile(file, disturb(text));
      return await template({ path: chart, values: disturbValues(values, disturb) });
    };
    // A chart may refuse a time of long ago, or want another kind of number: that alone is nothing against it.
    const renderWith = async (lookup: Lookup): Promise<Rendered> =>
      await render(true, lookup).catch(async () => await render(false, lookup));
    const places = files.flatMap(({ file, text }) =>
      listUnsteady(text).map((use) => `${path.relative(chart, file)}, ${use}`),
    );
    try {
      return { second: await renderWith("ends"), places };
    } catch (asked) {
      const second = await renderWith("finds").catch(() => {
        throw asked;
      });
      return { second, places, asked };
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
