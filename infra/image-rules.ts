import { readFileSync } from "node:fs";
import * as path from "node:path";
import { planClusterRules } from "../policies/images/cluster-rules";
import type { EmittedObject } from "../policies/images/emit-trust-root";
import { ConfigError } from "../stacks/config-error";
import type { PlatformConfig } from "../stacks/platform";

/** Folder of the pack, from which it reads the files that its configuration names. */
const packFolder = path.join(__dirname, "../policies");

/**
 * Objects by which the cluster enforces the pack's rules about images; none where the file asks for none.
 * @param root - folder of Pulumi.yaml
 * @throws {ConfigError} with what is wrong in the pack's configuration
 */
export function readImageRules(
  root: string,
  { images, policies }: Pick<PlatformConfig, "images" | "policies">,
  now: Date,
): readonly EmittedObject[] {
  if (images === undefined) return [];
  const { config, ...rest } = images;
  try {
    return planClusterRules(readFileSync(path.resolve(root, config), "utf8"), {
      ...rest,
      scope: policies,
      now,
      readFile: (file) => readFileSync(path.resolve(packFolder, file), "utf8"),
    });
  } catch (error) {
    throw new ConfigError('plan stack "platform"', [
      {
        path: "sluice:images.config",
        rule: "be the policy pack's configuration with a usable images-signed",
        got: `${config}: ${(error as Error).message}`,
        fix: "see docs/how-to/signed-images.md",
      },
    ]);
  }
}
