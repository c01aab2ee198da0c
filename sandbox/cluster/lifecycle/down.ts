import { withMachineLock } from "./lock";
import { DEFAULT_SANDBOX_NAME, parseSandboxName } from "../config/name";
import { toSandboxPaths } from "../config/paths";
import { removeMachineFolders, removeSandbox } from "./remove";

/** Sandbox to remove. */
export interface DownOptions {
  /** @default "sluice" */
  readonly name?: string;
}

/**
 * Removes a sandbox and everything in it; cached tools and images stay. None there is no error.
 * @throws {RangeError} when the name cannot be one
 */
export async function downSandbox(options: DownOptions = {}): Promise<void> {
  const name = parseSandboxName(options.name ?? DEFAULT_SANDBOX_NAME);
  await withMachineLock(name, () => removeSandbox(toSandboxPaths(name)));
  await removeMachineFolders();
}
