import { downSandbox } from "../../../sandbox/cluster/lifecycle/down";
import type { Sandbox } from "../../../sandbox/cluster/lifecycle/sandbox";
import { upSandbox } from "../../../sandbox/cluster/lifecycle/up";
import { DEFAULT_ROUTER } from "../../../sandbox/cluster/planes/planes";
import { pushImages } from "../../../sandbox/images/ensure";
import { sandboxOf } from "./sandbox-name";

/** A sandbox that no other test uses, with the example app's images. */
export interface OwnSandbox {
  readonly sandbox: Sandbox;
  /** Removes it; SLUICE_E2E_KEEP=1 leaves it. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox of its own; tools that it needs are made the first time.
 * @param purpose - end of its name
 * @param router - as in `sluice sandbox up --router`
 */
export async function openOwnSandbox(purpose: string, router = DEFAULT_ROUTER): Promise<OwnSandbox> {
  const name = `${sandboxOf(1)}-${purpose}`;
  const onProgress = (line: string): void => void process.stderr.write(`${line}\n`);
  // A proxy's page of counters is long: a scrape of it takes more than a second on a machine with other work.
  const sandbox = await upSandbox({ name, router, scrapeSeconds: 2, onProgress });
  process.env["SLUICE_E2E_IMAGES"] = JSON.stringify(await pushImages(sandbox.registryUrl));
  return {
    sandbox,
    close: async () => {
      if (process.env["SLUICE_E2E_KEEP"] !== "1") await downSandbox({ name });
    },
  };
}
