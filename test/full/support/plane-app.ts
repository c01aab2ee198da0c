import { createApp } from "../../e2e/support/app";
import type { App, Overrides } from "../../e2e/support/app";
import { quickly } from "../../e2e/support/quickly";
import { openOwnSandbox } from "./own-sandbox";

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
  const { sandbox, close } = await openOwnSandbox(router, router);
  const app = await createApp(router, overrides, quickly, sandbox);
  return {
    app,
    close: async () => {
      await app.remove();
      await close();
    },
  };
}
