import { createApp } from "../../e2e/support/app";
import type { App, Overrides } from "../../e2e/support/app";
import { quickly } from "../../e2e/support/quickly";
import { startFlux } from "./flux";
import type { Flux } from "./flux";
import { openOwnSandbox } from "../../e2e/support/own-sandbox";

/** Flux in a sandbox of its own, and the apps of a test in it. */
export interface FluxScene {
  readonly flux: Flux;
  /** Makes an app in the sandbox. */
  open(name: string, overrides: Overrides): Promise<App>;
  /** Removes apps, Flux and sandbox. */
  close(): Promise<void>;
}

/** Starts a sandbox with Flux, both of which are made the first time. */
export async function openFluxScene(): Promise<FluxScene> {
  const own = await openOwnSandbox("flux");
  const flux = await startFlux(own.sandbox).catch(async (error: unknown) => {
    await own.close();
    throw error;
  });
  const apps: App[] = [];
  return {
    flux,
    async open(name, overrides) {
      const app = await createApp(name, overrides, quickly, own.sandbox);
      apps.push(app);
      return app;
    },
    async close() {
      // Flux takes its finalizers off as long as it runs.
      await Promise.all(apps.map(async (app) => await app.remove()));
      await flux.close();
      await own.close();
    },
  };
}
