import { upSandbox } from "../../../sandbox/cluster/lifecycle/up";
import { pushImages } from "../../../sandbox/images/ensure";
import { ensureTools } from "../../../sandbox/tools/resolve";
import { sandboxOf } from "./sandbox-name";

/**
 * Brings up a sandbox for each worker, with every image of the example app in its registry. All tools are there before
 * the first test: nothing compiles beside one.
 */
export default async function setUp({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  await ensureTools({ onProgress: say });
  const bringUp = async (worker: number): Promise<void> => {
    // Evidence comes twice as fast as in a sandbox for people.
    const sandbox = await upSandbox({ name: sandboxOf(worker), scrapeSeconds: 1, onProgress: say });
    process.env["SLUICE_E2E_IMAGES"] = JSON.stringify(await pushImages(sandbox.registryUrl));
  };
  // The first one fills caches that all of them share.
  await bringUp(1);
  await Promise.all(Array.from({ length: maxWorkers - 1 }, async (_, index) => await bringUp(index + 2)));
}
