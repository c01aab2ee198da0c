import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ociManifest, startOciRegistry, type OciRegistry } from "../../support/oci-registry";
import { workflow } from "../../support/oci-sigstore";
import { findingsOf, onePolicy } from "./harness";

/** What a real cosign left in a real registry, byte by byte. */
interface Capture {
  readonly digest: string;
  readonly key?: string;
  readonly root?: object;
  /** Tag or digest → text of the manifest. */
  readonly manifests: Readonly<Record<string, string>>;
  /** Digest → base64. */
  readonly blobs: Readonly<Record<string, string>>;
}

const repository = "team/hello";
let registry: OciRegistry;

beforeAll(async () => {
  // As the registry that they were captured from: without the Referrers API.
  registry = await startOciRegistry({ referrersApi: false });
});
afterAll(() => registry.close());

test.each(["cosign-2-key", "cosign-3-key", "cosign-2-keyless", "cosign-3-keyless"])(
  "what %s signed and attested is read as it was captured",
  async (name) => {
    const text = readFileSync(join(__dirname, "captures", `${name}.json`), "utf8");
    const { digest, key, root, manifests, blobs } = JSON.parse(text) as Capture;
    for (const content of Object.values(blobs)) {
      registry.putBlob(Buffer.from(content, "base64"), "application/octet-stream");
    }
    for (const [tag, manifest] of Object.entries(manifests)) {
      registry.putBytes(repository, Buffer.from(manifest), ociManifest, tag);
    }
    const authority =
      key === undefined
        ? { name: "ci", keyless: { identities: [workflow], trustRootRef: "own" } }
        : { name: "release", key: { data: key } };
    const config = onePolicy(
      { authorities: [authority], attestations: [{ name: "parts", predicateType: "spdxjson" }] },
      { trustRoots: [{ name: "own", file: "root.json" }] },
    );
    const files = { "root.json": JSON.stringify(root ?? {}) };
    expect(await findingsOf(`${registry.host}/${repository}@${digest}`, config, files)).toEqual([]);
  },
);
