import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { sendHttp } from "../../components/http/client";
import { broken } from "./source";
import type { SourceError } from "./source";

const key = "sluice:app.from.chart";

/** A chart of a repository, by exact version. */
export interface RepositoryChart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
  /** `sha256:…` of its archive. @default any */
  readonly digest?: string | undefined;
}

interface IndexEntry {
  readonly version?: string;
  readonly digest?: string;
  readonly urls?: readonly string[];
}

const most = { index: 64 * 1024 * 1024, archive: 32 * 1024 * 1024, redirects: 5 };

const digestOf = (archive: Buffer): string => `sha256:${createHash("sha256").update(archive).digest("hex")}`;

const plain = (version: string | undefined): string | undefined => version?.replace(/^v/, "");

/** Place of an archive in `$XDG_CACHE_HOME/sluice/charts`, else in `~/.cache`. */
function cachedAt({ name, repository, version }: RepositoryChart): string {
  const { XDG_CACHE_HOME: base } = process.env;
  const folder = path.join(base || path.join(homedir(), ".cache"), "sluice", "charts");
  const id = createHash("sha256")
    .update(JSON.stringify([repository, name, version]))
    .digest("hex");
  return path.join(folder, `${id}.tgz`);
}

/** Asks for an address and follows its redirections: no credentials go along. */
async function get(
  address: URL,
  maxBytes: number,
  chart: RepositoryChart,
  left = most.redirects,
): Promise<Buffer> {
  const answer = await sendHttp({ url: address.href, timeoutMs: 60_000, maxBytes }).catch(
    (error: unknown) => {
      throw unfetched(chart, (error as Error).message);
    },
  );
  const to = answer.headers["location"];
  if (answer.status >= 300 && answer.status < 400 && to !== undefined && left > 0) {
    return await get(new URL(to, address), maxBytes, chart, left - 1);
  }
  if (answer.status !== 200)
    throw unfetched(chart, `${address.origin}${address.pathname}: HTTP ${answer.status}`);
  return answer.body;
}

function unfetched({ name, version }: RepositoryChart, why: string): SourceError {
  return broken(key, "be fetched once", `${name} ${version}: ${why}`);
}

async function download(chart: RepositoryChart): Promise<Buffer> {
  const { name, repository, version } = chart;
  const base = new URL(repository.replace(/\/*$/, "/"));
  const index = parse((await get(new URL("index.yaml", base), most.index, chart)).toString()) as {
    entries?: Readonly<Record<string, readonly IndexEntry[]>>;
  } | null;
  const entry = index?.entries?.[name]?.find((one) => plain(one.version) === plain(version));
  const place = entry?.urls?.[0];
  if (entry === undefined || place === undefined) {
    throw broken(key, `be in ${repository}`, `no ${name} ${version} in its index.yaml`);
  }
  const archive = await get(new URL(place, base), most.archive, chart);
  const said = entry.digest?.replace(/^(sha256:)?/, "sha256:");
  if (said !== undefined && said !== digestOf(archive)) {
    throw broken(key, `be ${said}, as the index of ${repository} says`, digestOf(archive));
  }
  return archive;
}

/**
 * Archive of a chart on this machine: fetched once for a version, then without any network.
 * @returns its path
 * @throws {SourceError} where it cannot be fetched, or is not the one that its digest names
 */
export async function fetchChart(chart: RepositoryChart): Promise<string> {
  const place = cachedAt(chart);
  const cached = await readFile(place).catch(() => undefined);
  const archive = cached ?? (await download(chart));
  const digest = digestOf(archive);
  if (chart.digest !== undefined && chart.digest !== digest) {
    const what = `${chart.name} ${chart.version} with ${digest}${cached === undefined ? "" : ` (${place})`}`;
    throw broken(
      `${key}.digest`,
      `be that of the archive, ${chart.digest}`,
      what,
      "the same version is another chart now: ask who published it, and raise the version",
    );
  }
  if (cached === undefined) {
    await mkdir(path.dirname(place), { recursive: true });
    const part = `${place}.${process.pid}`;
    await writeFile(part, archive);
    await rename(part, place);
  }
  return place;
}
