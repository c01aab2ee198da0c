import { askImages } from "../../infra/ask-images";
import { ociIndex, ociManifest, startOciRegistry } from "../support/oci/registry";
import type { OciRegistry } from "../support/oci/registry";

let registry: OciRegistry;

beforeAll(async () => {
  registry = await startOciRegistry();
});

afterAll(async () => {
  await registry.close();
});

const manifestOf = (name: string) => ({
  schemaVersion: 2,
  mediaType: ociManifest,
  config: {
    mediaType: "application/vnd.oci.image.config.v1+json",
    digest: `sha256:${"1".repeat(64)}`,
    size: 2,
  },
  layers: [],
  annotations: { name },
});

const answers = async (...digests: readonly string[]) => {
  const images = digests.map((digest) => ({ whose: "a", image: `${registry.host}/shop@${digest}` }));
  return (await askImages(images, {})).map(({ answer }) => answer.kind);
};

test("askImages() tells what is there from what is gone", async () => {
  const there = registry.putManifest("shop", manifestOf("there"));
  expect(await answers(there.digest, `sha256:${"2".repeat(64)}`)).toEqual(["there", "absent"]);
});

test("askImages() takes an index without any of its manifests for gone", async () => {
  const part = registry.putManifest("shop", manifestOf("part"));
  const lost = registry.putManifest("shop", manifestOf("lost"));
  const index = (...manifests: unknown[]) =>
    registry.putManifest("shop", { schemaVersion: 2, mediaType: ociIndex, manifests }).digest;
  const [some, none] = [index(part, lost), index(lost)];
  registry.remove("shop", lost.digest);
  expect(await answers(some, none)).toEqual(["there", "absent"]);
});

test("askImages() knows nothing of a registry that does not answer, or of a name that is none", async () => {
  const asked = await askImages(
    [
      { whose: "a", image: `127.0.0.1:1/shop@sha256:${"3".repeat(64)}` },
      { whose: "b", image: "?" },
    ],
    {},
  );
  expect(asked.map(({ answer }) => answer.kind)).toEqual(["unknown", "unknown"]);
});
