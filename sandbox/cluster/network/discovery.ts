import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openApiClient } from "./api-client";
import { PORTS } from "./addresses";
import { type PodFacts, planScrapeTargets } from "./scrape-targets";

/** Pause after a failed or ended watch. */
const PAUSE_MS = 250;

interface PodEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: PodFacts;
}

/**
 * Writes the pods that Prometheus scrapes into a file that it watches: Debian's build has no Kubernetes discovery of
 * its own.
 */
async function discover(pkiDir: string, file: string): Promise<void> {
  const api = openApiClient(pkiDir, PORTS.api);
  let written = "";
  const write = (pods: ReadonlyMap<string, PodFacts>): void => {
    const text = JSON.stringify(planScrapeTargets([...pods.values()]), null, 1);
    if (text === written) return;
    // Prometheus must never read half a file.
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
    written = text;
  };
  const follow = async (): Promise<void> => {
    const list = (await api.get("/api/v1/pods")) as {
      metadata: { resourceVersion: string };
      items: PodFacts[];
    };
    const pods = new Map(list.items.map((pod) => [pod.metadata.uid, pod]));
    write(pods);
    const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${list.metadata.resourceVersion}`;
    await api.watch(`/api/v1/pods?${query}`, (line) => {
      const { type, object } = JSON.parse(line) as PodEvent;
      if (type === "ERROR") throw new Error("the watch must start again");
      if (type === "BOOKMARK") return;
      if (type === "DELETED") pods.delete(object.metadata.uid);
      else pods.set(object.metadata.uid, object);
      write(pods);
    });
  };
  for (;;) {
    try {
      await follow();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
    await sleep(PAUSE_MS);
  }
}

const [, , pkiDir, file] = process.argv;
if (pkiDir === undefined || file === undefined) {
  throw new TypeError("Cannot discover pods: folder of certificates and output file must be given");
}
discover(pkiDir, file).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
