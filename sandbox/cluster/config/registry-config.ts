import { randomBytes } from "node:crypto";
import { PORTS } from "../network/addresses";

/**
 * Plans the image registry's configuration. Upload addresses are relative, since clients reach it by several ports.
 * @see https://distribution.github.io/distribution/about/configuration/
 */
export function planRegistryConfig(rootDir: string): object {
  return {
    version: "0.1",
    log: { level: "error", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: rootDir }, delete: { enabled: true } },
    http: { addr: `0.0.0.0:${PORTS.registry}`, relativeurls: true, secret: randomBytes(16).toString("hex") },
  };
}
