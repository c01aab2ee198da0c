import { upSandbox } from "../../../sandbox/cluster/up";
import { pushImages } from "../../../sandbox/images/ensure";
import { sandboxName } from "./sandbox-name";

/** Brings up the one sandbox that the end-to-end tests share, with every image of the example app in its registry. */
export default async function setUp(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const sandbox = await upSandbox({ name: sandboxName, onProgress: say });
  process.env["SLUICE_E2E_IMAGES"] = JSON.stringify(await pushImages(sandbox.registryUrl));
}
