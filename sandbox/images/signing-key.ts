import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fillOnce, imageCacheDir } from "./cache";

/** The key that the example app's images are signed with. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** File of the public key, PEM, as a policy names it. */
  readonly publicFile: string;
}

const [privateName, publicName] = ["cosign.key.pem", "cosign.pub"];

/** Makes a key of this machine's own, once; it is never part of the project. */
export async function ensureSigningKey(cacheDir = imageCacheDir()): Promise<SigningKey> {
  const folder = path.join(cacheDir, "signing-key");
  const read = async (): Promise<string | undefined> =>
    await readFile(path.join(folder, privateName), "utf8").catch(() => undefined);
  if ((await read()) === undefined) {
    await fillOnce(folder, async (partial) => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const secret = privateKey.export({ type: "pkcs8", format: "pem" });
      await writeFile(path.join(partial, privateName), secret, { mode: 0o600 });
      const open = createPublicKey(privateKey).export({ type: "spki", format: "pem" });
      await writeFile(path.join(partial, publicName), open);
    });
  }
  return { privateKey: createPrivateKey((await read()) ?? ""), publicFile: path.join(folder, publicName) };
}
