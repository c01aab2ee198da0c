import { createApp } from "../../e2e/support/app";
import type { App, Overrides } from "../../e2e/support/app";
import { quickly } from "../../e2e/support/quickly";
import { openOwnSandbox } from "../../e2e/support/own-sandbox";

/** An app in a sandbox that no other test uses. */
export interface OwnApp {
  readonly app: App;
  /** Removes both; SLUICE_E2E_KEEP=1 leaves the sandbox. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox, whose tools are made the first time, and makes an environment in it.
 * @param name - of the environment, and the end of the sandbox's name
 * @param router - as in `sluice sandbox up --router`
 */
export async function openOwnApp(name: string, overrides: Overrides, router?: string): Promise<OwnApp> {
  const { sandbox, close } = await openOwnSandbox(name, router);
  const app = await createApp(name, overrides, quickly, sandbox);
  return {
    app,
    close: async () => {
      await app.remove();
      await close();
    },
  };
}
