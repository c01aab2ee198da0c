import { parseReference } from "../components/core/images/reference";
import type { AskedImage, ImageAnswer } from "../components/core/release/judge-images";

/** Longest wait for a registry, milliseconds: the answer is worth a moment, not more. */
const timeoutMs = 3000;

/**
 * Asks registries whether images can still be pulled, with the credentials that Docker has on this machine. Loaded when
 * it is asked: most runs do not.
 */
export async function askImages(
  images: readonly Pick<AskedImage, "whose" | "image">[],
  env: NodeJS.ProcessEnv,
): Promise<readonly AskedImage[]> {
  const { createRegistryClient } =
    require("../policies/images/registry/client") as typeof import("../policies/images/registry/client");
  const { dockerConfigFile, readDockerCredentials } =
    require("../policies/images/registry/docker-config") as typeof import("../policies/images/registry/docker-config");
  const client = createRegistryClient({
    findCredentials: readDockerCredentials(env, dockerConfigFile(env)),
    timeoutMs,
  });
  const ask = async (image: string): Promise<ImageAnswer> => {
    try {
      const at = parseReference(image);
      const found = await client.manifest(at, at.digest ?? at.tag ?? "latest");
      if (found === undefined) return { kind: "absent" };
      const { manifests } = found.manifest;
      if (manifests.length === 0) return { kind: "there" };
      // An index outlives the manifests that it names where a registry is cleaned up by tags.
      const parts = await Promise.all(
        manifests.slice(0, 8).map(async ({ digest }) => await client.manifest(at, digest)),
      );
      return { kind: parts.some((one) => one !== undefined) ? "there" : "absent" };
    } catch (error) {
      return { kind: "unknown", text: (error as Error).message };
    }
  };
  return await Promise.all(images.map(async (one) => ({ ...one, answer: await ask(one.image) })));
}
