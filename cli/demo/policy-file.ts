import * as path from "node:path";
import { REGISTRY_HOST, REPOSITORY } from "../../sandbox/images/scholarlink";

/** What the demo's policies depend on. */
export interface PolicyFacts {
  /** Public key of the images' signatures, PEM file. */
  readonly publicKeyFile: string;
  /** `http://127.0.0.1:port` of the sandbox's registry, as this machine reaches it. */
  readonly registryUrl: string;
}

/** Folder of the policy pack. */
export const packFolder = path.join(__dirname, "../../policies");

/** Renders the configuration of the policy pack: only images that the sandbox's own key signed. */
export function renderPolicyConfig({ publicKeyFile, registryUrl }: PolicyFacts): string {
  const signed = {
    policies: [
      {
        name: "example app",
        images: [{ glob: `${REGISTRY_HOST}/${REPOSITORY}` }],
        authorities: [{ name: "sandbox", key: { file: publicKeyFile } }],
        // Pods reach the registry by the name in the reference, this machine by its loopback port.
        signatureRepository: `${new URL(registryUrl).host}/${REPOSITORY}`,
      },
    ],
  };
  return `${JSON.stringify({ "images-signed": signed }, null, 2)}\n`;
}
