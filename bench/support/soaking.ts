import type { Load } from "../../sandbox/load/load";
import { done, image } from "../../test/e2e/support/app";
import type { App, Overrides } from "../../test/e2e/support/app";
import type { Running } from "../../test/e2e/support/run";

/** Settings under which a soak never ends by itself. */
export const endlessSoak: Overrides = {
  stages: [
    { weight: 5, soak: "1h" },
    { weight: 100, soak: "1h" },
  ],
};

/**
 * Deploys v1 and begins the release of v2 under load; no traffic moves yet.
 * @param requestsPerSecond - from when v1 serves
 */
export async function beginRelease(app: App, requestsPerSecond: number): Promise<Load> {
  done(await app.up());
  const load = app.load(requestsPerSecond);
  await app.configure(image("v2"));
  done(await app.up());
  return load;
}

/** Lets v2 go to 5 % once more after it was aborted; no traffic moves yet. */
export async function beginAgain(app: App): Promise<void> {
  done(await app.sluice("retry", app.environment, "-C", app.folder, "--reason", "the next run of a bench"));
}

/**
 * Starts the stage of 5 % and waits until it soaks.
 * @param settled - pattern of the soak's progress line
 */
export async function startSoak(app: App, settled: RegExp): Promise<Running> {
  const soak = app.startUp(`${app.environment}-canary-5`);
  await soak.seen(settled);
  return soak;
}
