import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { chartKey } from "./chart-archive";
import { broken } from "./source";

interface Dependency {
  readonly name?: string;
  readonly version?: string;
}

/** A file of YAML as a mapping; an empty one where it is none, or cannot be read. */
async function readMapping(file: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(file, "utf8").catch(() => "");
  try {
    return Object(parse(text, { logLevel: "silent" })) as Readonly<Record<string, unknown>>;
  } catch {
    // Helm says it in its own words.
    return {};
  }
}

/** Names of the charts in a chart's folder `charts`, packed or not. */
async function listInner(folder: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(folder, "charts"), { withFileTypes: true }).catch(() => []);
  return await Promise.all(
    entries.map(async (entry) => {
      if (!entry.isDirectory()) return entry.name.replace(/-v?\d+\.\d+.*\.tgz$/, "");
      const { name } = await readMapping(path.join(folder, "charts", entry.name, "Chart.yaml"));
      return typeof name === "string" ? name : entry.name;
    }),
  );
}

/**
 * Refuses a chart without the charts that it depends on: the provider renders it all the same, without their objects.
 * @param folder - of the chart; an archive has them inside
 * @throws {SourceError} naming those that are missing
 */
export async function demandDependencies(folder: string): Promise<void> {
  const listed = await Promise.all(
    ["Chart.yaml", "requirements.yaml"].map(async (name) => {
      const { dependencies } = await readMapping(path.join(folder, name));
      return Array.isArray(dependencies) ? (dependencies as readonly Dependency[]) : [];
    }),
  );
  const inner = await listInner(folder);
  const missing = listed.flat().filter(({ name = "" }) => !inner.includes(name));
  if (missing.length === 0) return;
  const names = missing.map(({ name, version }) => [name, version].join(" ").trim()).join(", ");
  throw broken(
    chartKey,
    "have the charts that it depends on in its folder charts/",
    `none of ${names}`,
    "run helm dependency build, and commit charts/ with the chart",
  );
}
