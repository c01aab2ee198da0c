import { downSandbox } from "../../sandbox/cluster/lifecycle/down";
import { readSandbox } from "../../sandbox/cluster/lifecycle/sandbox";
import { DEFAULT_ROUTER } from "../../sandbox/cluster/planes/planes";
import { upSandbox } from "../../sandbox/cluster/lifecycle/up";
import { pushImages } from "../../sandbox/images/ensure";
import { createApp } from "../../test/e2e/support/app";
import type { App, Overrides } from "../../test/e2e/support/app";
import { usualTraffic } from "../../test/e2e/support/quickly";
import { sandboxName } from "../../test/e2e/support/sandbox-name";
import type { Bench } from "./command";

/**
 * Makes an environment in the bench's sandbox, which is brought up where it is not there yet. Both go away at the
 * end; a sandbox that was there before stays.
 * @param plane - the sandbox's data plane; each has a sandbox of its own
 */
export async function prepareApp(
  bench: Bench,
  name: string,
  overrides: Overrides = {},
  plane = DEFAULT_ROUTER,
): Promise<App> {
  const own = plane === DEFAULT_ROUTER ? sandboxName : `${sandboxName}-${plane}`;
  const wasThere = (await readSandbox(own)) !== undefined;
  if (!wasThere && !bench.keep) bench.later(async () => await downSandbox({ name: own }));
  bench.say(`sandbox "${own}" ${wasThere ? "is up" : "is started"}`);
  const sandbox = await upSandbox({ name: own, router: plane });
  process.env["SLUICE_E2E_IMAGES"] = JSON.stringify(await pushImages(sandbox.registryUrl));
  // The product's own parameters of the verdict, not the tests' generous ones, and this sandbox's scrape interval.
  const analysis = { parameters: {}, interval: "2s" };
  const traffic = { ...usualTraffic, ...(overrides["traffic"] as object | undefined) };
  // As a user runs Pulumi.
  const app = await createApp(name, { analysis, ...overrides, traffic }, {}, sandbox);
  bench.later(async () => await app.remove());
  return app;
}
