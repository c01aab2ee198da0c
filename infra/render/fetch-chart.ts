import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { cachePlace } from "./cache-folder";
import { chartKey, digestOf } from "./chart-archive";
import type { ChartArchive } from "./chart-archive";
import { fetchFromRegistry } from "./registry-chart";
import type { RegistryChart } from "./registry-chart";
import { fetchFromRepository } from "./repository-chart";
import type { RepositoryChart } from "./repository-chart";
import { broken } from "./source";

/** A chart of a repository or, by a name of `oci://…`, of a registry. */
export type RemoteChart = (RepositoryChart | RegistryChart) & {
  /** `sha256:…` of its archive or, in a registry, of its manifest. @default any */
  readonly digest?: string | undefined;
};

/** Place of an archive on this machine; the digest of its manifest stands beside it. */
function cachedAt({ name, version, ...chart }: RemoteChart): string {
  const repository = "repository" in chart ? chart.repository : "";
  return `${cachePlace("charts", [repository, name, version])}.tgz`;
}

const manifestOf = (place: string): string => `${place}.manifest`;

async function readCached(place: string): Promise<ChartArchive | undefined> {
  const archive = await readFile(place).catch(() => undefined);
  if (archive === undefined) return undefined;
  const manifest = await readFile(manifestOf(place), "utf8").catch(() => undefined);
  return { archive, ...(manifest === undefined ? {} : { manifest }) };
}

/** Writes a file so that nobody ever reads a part of it. */
async function writeWhole(place: string, content: string | Buffer): Promise<void> {
  const part = `${place}.${process.pid}`;
  await writeFile(part, content);
  await rename(part, place);
}

/**
 * Archive of a chart on this machine: fetched once for a version, then without any network.
 * @returns its path
 * @throws {SourceError} where it cannot be fetched, or is not the one that its digest names
 */
export async function fetchChart(chart: RemoteChart): Promise<string> {
  const place = cachedAt(chart);
  const cached = await readCached(place);
  const fetched =
    cached ??
    ("repository" in chart ? await fetchFromRepository(chart) : await fetchFromRegistry(chart, process.env));
  const digests = [digestOf(fetched.archive), ...(fetched.manifest === undefined ? [] : [fetched.manifest])];
  if (chart.digest !== undefined && !digests.includes(chart.digest)) {
    const what = `${chart.name} ${chart.version} with ${digests.join(" and manifest ")}${cached === undefined ? "" : ` (${place})`}`;
    throw broken(
      `${chartKey}.digest`,
      `be that of the archive, ${chart.digest}`,
      what,
      "the same version is another chart now: ask who published it, and raise the version",
    );
  }
  if (cached === undefined) {
    await mkdir(path.dirname(place), { recursive: true });
    if (fetched.manifest !== undefined) await writeWhole(manifestOf(place), fetched.manifest);
    await writeWhole(place, fetched.archive);
  }
  return place;
}
