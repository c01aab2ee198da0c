import { parse } from "yaml";
import { sendHttp } from "../../components/http/client";
import { chartKey, digestOf, unfetched } from "./chart-archive";
import type { ChartArchive } from "./chart-archive";
import { broken } from "./source";

/** A chart of a repository, by exact version. */
export interface RepositoryChart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
}

interface IndexEntry {
  readonly version?: string;
  readonly digest?: string;
  readonly urls?: readonly string[];
}

const most = { index: 64 * 1024 * 1024, archive: 32 * 1024 * 1024, redirects: 5 };

const plain = (version: string | undefined): string | undefined => version?.replace(/^v/, "");

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

/**
 * Fetches a chart as the index of its repository says.
 * @throws {SourceError} where it cannot be fetched, is not there, or is not what the index says
 */
export async function fetchFromRepository(chart: RepositoryChart): Promise<ChartArchive> {
  const { name, repository, version } = chart;
  const base = new URL(repository.replace(/\/*$/, "/"));
  const index = parse((await get(new URL("index.yaml", base), most.index, chart)).toString()) as {
    entries?: Readonly<Record<string, readonly IndexEntry[]>>;
  } | null;
  const entry = index?.entries?.[name]?.find((one) => plain(one.version) === plain(version));
  const place = entry?.urls?.[0];
  if (entry === undefined || place === undefined) {
    throw broken(chartKey, `be in ${repository}`, `no ${name} ${version} in its index.yaml`);
  }
  const archive = await get(new URL(place, base), most.archive, chart);
  const said = entry.digest?.replace(/^(sha256:)?/, "sha256:");
  if (said !== undefined && said !== digestOf(archive)) {
    throw broken(chartKey, `be ${said}, as the index of ${repository} says`, digestOf(archive));
  }
  return { archive };
}
