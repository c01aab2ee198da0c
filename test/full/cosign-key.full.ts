import { readFileSync } from "node:fs";
import { join } from "node:path";
import { putImage } from "../support/oci/attach";
import { startOciRegistry, type OciRegistry } from "../support/oci/registry";
import { findingsOf, onePolicy } from "../policies/images/harness";
import { openCosignScene, type CosignScene, type Major } from "./support/cosign-scene";

// Needs no cluster: a real registry and both major versions of the real cosign.

let scene: CosignScene;
let referrers: OciRegistry;

beforeAll(async () => {
  scene = await openCosignScene();
  referrers = await startOciRegistry();
  for (const key of ["ours", "theirs"]) {
    await scene.cosign("3", ["generate-key-pair", "--output-key-prefix", key]);
  }
  await scene.cosign("3", ["signing-config", "create", "--out", "no-log.json"]);
  // Without a root of one's own cosign 3 asks the internet for one, even to sign with a key.
  scene.write("root.json", { mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1" });
});
afterAll(async () => {
  await scene.close();
  await referrers.close();
});

const withoutLog: Readonly<Record<Major, readonly string[]>> = {
  "2": ["--tlog-upload=false"],
  "3": ["--signing-config", "no-log.json", "--trusted-root", "root.json"],
};

const sign = (major: Major, key: string, image: string): Promise<string> =>
  scene.cosign(major, ["sign", "--key", `${key}.key`, ...withoutLog[major], "-y", image]);

function attest(major: Major, key: string, type: string, predicate: object, image: string): Promise<string> {
  scene.write("predicate.json", predicate);
  const args = ["attest", "--key", `${key}.key`, "--type", type, "--predicate", "predicate.json"];
  return scene.cosign(major, [...args, ...withoutLog[major], "-y", image]);
}

const authority = () => ({
  name: "release",
  key: { data: readFileSync(join(scene.folder, "ours.pub"), "utf8") },
});
const signedByUs = () => onePolicy({ authorities: [authority()] });
const spdx = {
  spdxVersion: "SPDX-2.3",
  SPDXID: "SPDXRef-DOCUMENT",
  packages: [{ name: "musl", SPDXID: "SPDXRef-musl" }],
};
const provenance = {
  buildDefinition: {
    buildType: "https://actions.github.io/buildtypes/workflow/v1",
    externalParameters: { workflow: { ref: "refs/heads/main", repository: "https://github.com/acme/shop" } },
    resolvedDependencies: [
      { uri: "git+https://github.com/acme/shop@refs/heads/main", digest: { gitCommit: "0".repeat(40) } },
    ],
  },
  runDetails: { builder: { id: "https://github.com/actions/runner/github-hosted" } },
};

describe.each<Major>(["2", "3"])("an image of a real registry, with cosign %s", (major) => {
  test("is accepted when our key signed it, and cosign says the same", async () => {
    const image = await scene.push();
    await sign(major, "ours", image);
    expect(await findingsOf(image, signedByUs())).toEqual([]);
    const verified = await scene.cosign(major, [
      "verify",
      "--key",
      "ours.pub",
      "--insecure-ignore-tlog=true",
      image,
    ]);
    expect(verified).toContain(image.split("@")[1]);
  });

  test("is refused when another key signed it", async () => {
    const image = await scene.push();
    await sign(major, "theirs", image);
    const [finding] = await findingsOf(image, signedByUs());
    expect(finding?.fix).toContain("the signature was not made by this key");
  });

  test("is refused when only a bill of materials is attested", async () => {
    const image = await scene.push();
    await attest(major, "ours", "spdxjson", spdx, image);
    const [finding] = await findingsOf(image, signedByUs());
    expect(finding?.fix).toContain("it is an attestation of type https://spdx.dev/Document, not a signature");
  });

  test("is accepted with the attestations that are demanded, and refused without", async () => {
    const image = await scene.push();
    const config = onePolicy({
      authorities: [authority()],
      attestations: [
        { name: "parts", predicateType: "spdxjson" },
        {
          name: "build",
          predicateType: "slsaprovenance1",
          policy: {
            builders: ["https://github.com/actions/runner/github-hosted"],
            source: { repository: "https://github.com/acme/shop", refs: ["refs/heads/main"] },
          },
        },
      ],
    });
    await sign(major, "ours", image);
    await attest(major, "ours", "spdxjson", spdx, image);
    expect(await findingsOf(image, config)).toMatchObject([
      { rule: expect.stringContaining('attestation "build"') },
    ]);
    await attest(major, "ours", "slsaprovenance1", provenance, image);
    expect(await findingsOf(image, config)).toEqual([]);
  });
});

test("an unsigned image of a real registry is refused", async () => {
  const image = await scene.push();
  expect(await findingsOf(image, signedByUs())).toMatchObject([{ value: `${image} with nothing attached` }]);
});

test("cosign verify accepts a bill of materials as a signature, and we do not", async () => {
  const image = await scene.push();
  await attest("3", "ours", "spdxjson", spdx, image);
  const verified = await scene.cosign("3", [
    "verify",
    "--key",
    "ours.pub",
    "--insecure-ignore-tlog=true",
    image,
  ]);
  expect(verified).toContain("The cosign claims were validated");
  expect(await findingsOf(image, signedByUs())).toHaveLength(1);
});

test("what cosign 3 attaches by the Referrers API is found", async () => {
  const { digest } = putImage(referrers, "team/hello");
  const image = `${referrers.host}/team/hello@${digest}`;
  await sign("3", "ours", image);
  expect(referrers.manifest("team/hello", digest.replace(":", "-"))).toBeUndefined();
  expect(await findingsOf(image, signedByUs())).toEqual([]);
});

test("what cosign 3 signs in the old format is found", async () => {
  const image = await scene.push();
  const old = ["--new-bundle-format=false", "--use-signing-config=false", "--tlog-upload=false"];
  await scene.cosign("3", ["sign", "--key", "ours.key", ...old, "-y", image]);
  expect(await findingsOf(image, signedByUs())).toEqual([]);
});
