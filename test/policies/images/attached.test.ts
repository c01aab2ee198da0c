import { attachBundle, attachLegacy, attachReferrer, putIndex } from "../../support/oci/attach";
import { ociIndex, ociManifest, type Pointer } from "../../support/oci/registry";
import {
  keyBundle,
  keyEnvelope,
  keyLegacy,
  makeStatement,
  signType,
  simpleSigning,
} from "../../support/oci/signing";
import { makeKeys, pemOf } from "../../support/oci/sigstore";
import { findingsOf, now, onePolicy } from "./harness";
import { repository, useImage } from "./image-scene";

const keys = makeKeys();
const stranger = makeKeys();
const authorities = [{ name: "release", key: { data: pemOf(keys) } }];
const policy = () => onePolicy({ authorities });
const scanned = () => onePolicy({ authorities, attestations: [{ name: "scan", predicateType: "vuln" }] });
const day = 86_400_000;
const scene = useImage();
beforeEach(() => {
  scene.registry.options.referrersApi = true;
});

const name = (): string => `${scene.registry.host}/${repository}@${scene.image.digest}`;
const sign = (by = keys) =>
  attachBundle(
    scene.registry,
    repository,
    scene.image,
    keyBundle(makeStatement(scene.image.digest, signType, {}), by),
  );
const scan = (daysAgo: number): Buffer =>
  makeStatement(scene.image.digest, "https://cosign.sigstore.dev/attestation/vuln/v1", {
    scanner: { result: { matches: [] } },
    metadata: { scanFinishedOn: new Date(now.getTime() - daysAgo * day).toISOString() },
  });

test.each([true, false])(
  "the newest of a hundred daily scans counts, by a Referrers API: %s",
  async (referrersApi) => {
    scene.registry.options.referrersApi = referrersApi;
    sign();
    for (let daysAgo = 100; daysAgo > 0; daysAgo -= 1) {
      attachBundle(scene.registry, repository, scene.image, keyBundle(scan(daysAgo), keys));
    }
    expect(await findingsOf(name(), scanned())).toEqual([]);
  },
);

test("a hundred scans in cosign 2's format are all read, and the newest counts", async () => {
  sign();
  const envelopes = Array.from({ length: 100 }, (_, at) => keyEnvelope(scan(100 - at), keys));
  attachLegacy(scene.registry, repository, scene.image.digest, envelopes, "att");
  expect(await findingsOf(name(), scanned())).toEqual([]);
});

test("our signature counts behind a hundred of a stranger's, in both formats", async () => {
  const payload = simpleSigning(scene.image.digest);
  const others = Array.from({ length: 100 }, () => keyLegacy(payload, stranger));
  attachLegacy(scene.registry, repository, scene.image.digest, [...others, keyLegacy(payload, keys)]);
  expect(await findingsOf(name(), policy())).toEqual([]);
  attachLegacy(scene.registry, repository, scene.image.digest, [keyLegacy(payload, keys), ...others]);
  expect(await findingsOf(name(), policy())).toEqual([]);
});

test("what is more than anybody attaches is left out, the oldest first, and that is said", async () => {
  const payload = simpleSigning(scene.image.digest);
  const others = Array.from({ length: 1024 }, () => keyLegacy(payload, stranger));
  attachLegacy(scene.registry, repository, scene.image.digest, [keyLegacy(payload, keys), ...others]);
  const { layers } = scene.registry.manifest(repository, `${scene.image.digest.replace(":", "-")}.sig`) as {
    layers: [];
  };
  expect(layers).toHaveLength(1025);
  const [finding] = await findingsOf(name(), policy());
  expect(finding?.got).toContain("1025 attached, none counts");
  attachLegacy(scene.registry, repository, scene.image.digest, [...others, keyLegacy(payload, keys)]);
  expect(await findingsOf(name(), policy())).toEqual([]);
}, 300_000);

describe("one attachment that cannot be read leaves the good one its worth:", () => {
  const odd = {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    digest: `sha512:${"a".repeat(128)}`,
    size: 3,
  };
  const attachManifest = (fields: object): Pointer =>
    scene.registry.putManifest(repository, {
      schemaVersion: 2,
      mediaType: ociManifest,
      config: scene.registry.putBlob(Buffer.from("{}"), "application/vnd.oci.empty.v1+json"),
      layers: [],
      subject: scene.image,
      ...fields,
    });

  test.each<[string, () => void]>([
    ["a layer by SHA-512", () => void attachManifest({ layers: [odd] })],
    [
      "a layer without a size",
      () => void attachManifest({ layers: [{ ...odd, digest: scene.image.digest, size: -1 }] }),
    ],
    ["annotations of null", () => void attachManifest({ annotations: null })],
    ["layers that are no list", () => void attachManifest({ layers: 7 })],
    [
      "a manifest that is no JSON",
      () => {
        const rubbish = scene.registry.putBytes(repository, Buffer.from("<html>"), ociManifest);
        putIndex(scene.registry, repository, [rubbish], scene.image.digest.replace(":", "-"));
      },
    ],
    [
      "a manifest that is not what its digest says",
      () =>
        scene.registry.spoil(attachManifest({ annotations: { a: "b" } }).digest, () => Buffer.from("<html>")),
    ],
    [
      "a bundle that is none",
      () =>
        void attachReferrer(scene.registry, repository, scene.image, Buffer.from("<html>"), odd.mediaType),
    ],
    [
      "rubbish under cosign 2's tag",
      () =>
        void scene.registry.putManifest(
          repository,
          { layers: "rubbish" },
          `${scene.image.digest.replace(":", "-")}.sig`,
        ),
    ],
    [
      "rubbish under the fallback tag",
      () =>
        void scene.registry.putManifest(repository, { manifests: 7 }, scene.image.digest.replace(":", "-")),
    ],
  ])("%s", async (_name, attach) => {
    sign();
    attach();
    expect(await findingsOf(name(), policy())).toEqual([]);
  });

  const mebibyte = 1024 * 1024;
  const claimed = (count: number, size: number) =>
    Array.from({ length: count }, (_, at) => ({ ...odd, digest: `sha256:${String(at).repeat(64)}`, size }));

  test.each([
    ["as large as all may be together", 1, 256 * mebibyte],
    ["as large as one may be, eight times", 8, 32 * mebibyte],
  ])("one that says it is %s, and is not there", async (_name, count, size) => {
    sign();
    attachManifest({ layers: claimed(count, size) });
    expect(await findingsOf(name(), policy())).toEqual([]);
  });

  test("more than fits into memory is not read, and that is said", async () => {
    attachManifest({ layers: claimed(9, 32 * mebibyte) });
    const [finding] = await findingsOf(name(), policy());
    expect(finding?.fix).toContain("all that is attached must be at most 268435456 bytes: got more");
  });

  test("without a good one the reason is told, and the network is not blamed", async () => {
    attachManifest({ layers: [odd] });
    const [finding] = await findingsOf(name(), policy());
    expect(finding?.rule).toContain("be signed by release");
    expect(finding?.fix).toContain("1 of its layers must have a SHA-256 digest and a size");
  });

  test("an entry of the fallback list that is none", async () => {
    scene.registry.options.referrersApi = false;
    const good = sign();
    const manifests = [odd, { digest: 7 }, good];
    scene.registry.putManifest(
      repository,
      { schemaVersion: 2, mediaType: ociIndex, manifests },
      scene.image.digest.replace(":", "-"),
    );
    expect(await findingsOf(name(), policy())).toEqual([]);
  });

  test("what lies under the fallback tag counts beside what the Referrers API lists", async () => {
    scene.registry.options.referrersApi = false;
    sign();
    scene.registry.options.referrersApi = true;
    scene.registry.options.fault = (request, response) => {
      if (!request.url?.includes("/referrers/")) return false;
      const manifests = [{ mediaType: ociManifest, digest: `sha256:${"b".repeat(64)}`, size: 2 }];
      response
        .writeHead(200, { "content-type": ociIndex })
        .end(JSON.stringify({ schemaVersion: 2, manifests }));
      return true;
    };
    expect(await findingsOf(name(), policy())).toEqual([]);
    delete scene.registry.options.fault;
  });
});
