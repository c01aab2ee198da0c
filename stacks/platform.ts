import type { z } from "zod";
import { ConfigError } from "./config-error";
import type { EngineConfig } from "./files/engine-config";
import { readKeys } from "./files/read-keys";
import { platformSchema } from "./schema/platform";

/** The cluster's configuration, defaults filled in. */
export type PlatformConfig = z.output<typeof platformSchema>;

/**
 * Reads `Pulumi.platform.yaml`.
 * @param text - undefined where there is no such file
 * @param engine - Pulumi's configuration of the stack; absent where Pulumi was not asked
 * @throws {ConfigError} with every problem
 */
export function readPlatform(file: string, text: string | undefined, engine?: EngineConfig): PlatformConfig {
  const action = 'read stack "platform"';
  if (text === undefined) {
    throw new ConfigError(action, [
      { path: file, rule: "exist", got: "nothing", fix: "see docs/how-to/platform.md" },
    ]);
  }
  return readKeys(platformSchema, { action, file, text, engine });
}
