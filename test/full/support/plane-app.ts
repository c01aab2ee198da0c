import { downSandbox } from "../../../sandbox/cluster/lifecycle/down";
import { upSandbox } from "../../../sandbox/cluster/lifecycle/up";
import { pushImages } from "../../../sandbox/images/ensure";
import { createApp } from "../../e2e/support/app";
import type { App, Overrides } from "../../e2e/support/app";
import { quickly } from "../../e2e/support/quickly";
import { sandboxOf } from "../../e2e/support/sandbox-name";

/** An app in a sandbox of its own, whose requests another proxy than Traefik carries. */
export interface PlaneApp {
  readonly app: App;
  /** Removes both; SLUICE_E2E_KEEP=1 leaves the sandbox. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox with a data plane, whose tools are made the first time, and makes an environment in it.
 * @param router - as in `sluice sandbox up --router`
 */
export async function openPlaneApp(router: string, overrides: Overrides): Promise<PlaneApp> {
  const name = `${sandboxOf(1)}-${router}`;
  const onProgress = (line: string): void => void process.stderr.write(`${line}\n`);
  // A proxy's page of counters is long: a scrape of it takes more than a second on a machine with other work.
  const sandbox = await upSandbox({ name, router, scrapeSeconds: 2, onProgress });
  process.env["SLUICE_E2E_IMAGES"] = JSON.stringify(await pushImages(sandbox.registryUrl));
  const app = await createApp(router, overrides, quickly, sandbox);
  return {
    app,
    close: async () => {
      await app.remove();
      if (process.env["SLUICE_E2E_KEEP"] !== "1") await downSandbox({ name });
    },
  };
}
