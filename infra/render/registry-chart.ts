import { homedir } from "node:os";
import path from "node:path";
import { parseReference } from "../../components/core/images/reference";
import { unfetched } from "./chart-archive";
import type { ChartArchive } from "./chart-archive";

/** A chart of a registry, by exact version. */
export interface RegistryChart {
  /** `oci://` and its place. */
  readonly name: string;
  readonly version: string;
}

const layerType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

/** The file that `helm registry login` writes. */
function helmConfigFile(env: NodeJS.ProcessEnv): string {
  const { HELM_REGISTRY_CONFIG, HELM_CONFIG_HOME, XDG_CONFIG_HOME } = env;
  const home = HELM_CONFIG_HOME || path.join(XDG_CONFIG_HOME || path.join(homedir(), ".config"), "helm");
  return HELM_REGISTRY_CONFIG || path.join(home, "registry", "config.json");
}

/**
 * Fetches a chart from a registry, with the credentials that Helm or Docker have on this machine.
 * @throws {SourceError} where it cannot be fetched, or there is none
 */
export async function fetchFromRegistry(chart: RegistryChart, env: NodeJS.ProcessEnv): Promise<ChartArchive> {
  // Loaded when a chart is fetched: once for a version.
  const { createRegistryClient } =
    require("../../policies/images/registry/client") as typeof import("../../policies/images/registry/client");
  const { dockerConfigFile, readDockerCredentials } =
    require("../../policies/images/registry/docker-config") as typeof import("../../policies/images/registry/docker-config");
  const findCredentials = readDockerCredentials(env, helmConfigFile(env), dockerConfigFile(env));
  const client = createRegistryClient({ findCredentials, timeoutMs: 60_000 });
  try {
    const at = parseReference(chart.name.replace(/^oci:\/\//, ""));
    // A tag has no plus sign.
    const found = await client.manifest(at, chart.version.replaceAll("+", "_"));
    const layer = found?.manifest.layers.find(({ mediaType }) => mediaType === layerType);
    const archive = layer && (await client.blob(at, layer));
    if (found !== undefined && archive !== undefined) return { archive, manifest: found.digest };
    throw new Error(found === undefined ? "there is no such tag" : "what is there is no chart of Helm");
  } catch (error) {
    const { message, fix } = error as Error & { fix?: string };
    throw unfetched(chart, message, fix);
  }
}
