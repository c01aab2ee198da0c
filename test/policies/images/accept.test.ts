import { attachBundle, attachLegacy, putImage } from "../../support/oci/attach";
import { startOciRegistry, type OciRegistry, type Pointer } from "../../support/oci/registry";
import {
  keyBundle,
  keyEnvelope,
  keylessBundle,
  keylessEnvelope,
  keylessLegacy,
  keyLegacy,
  makeStatement,
  signType,
  simpleSigning,
} from "../../support/oci/signing";
import { makeKeys, makeSigstore, pemOf, workflow, type TestSigstore } from "../../support/oci/sigstore";
import { findingsOf, onePolicy } from "./harness";

const keys = makeKeys();
const repository = "acme/shop";
const spdx = { spdxVersion: "SPDX-2.3", packages: [{ name: "musl" }] };
let sigstore: TestSigstore;
let registry: OciRegistry;
let image: Pointer;
let files: Record<string, string>;
let count = 0;

beforeAll(async () => {
  sigstore = await makeSigstore();
  files = { "root.json": JSON.stringify(sigstore.trustedRoot()) };
  registry = await startOciRegistry();
});
afterAll(() => registry.close());
beforeEach(() => {
  registry.options.referrersApi = true;
  image = putImage(registry, repository, `image ${(count += 1)}`);
});

const name = (): string => `${registry.host}/${repository}@${image.digest}`;
const keyAuthority = { name: "release", key: { data: pemOf(keys) } };
const keyless = {
  name: "ci",
  keyless: { identities: [workflow], trustRootRef: "own" },
};
const trustRoots = [{ name: "own", file: "root.json" }];
const keyPolicy = () => onePolicy({ authorities: [keyAuthority] });
const keylessPolicy = () => onePolicy({ authorities: [keyless] }, { trustRoots });
const statement = (): Buffer => makeStatement(image.digest, signType, {});

test("an image signed with a key in cosign 2's format is accepted", async () => {
  attachLegacy(registry, repository, image.digest, [keyLegacy(simpleSigning(image.digest), keys)]);
  expect(await findingsOf(name(), keyPolicy())).toEqual([]);
});

test.each([true, false])("a key's bundle is found, with a Referrers API: %s", async (referrersApi) => {
  registry.options.referrersApi = referrersApi;
  attachBundle(registry, repository, image, keyBundle(statement(), keys));
  expect(await findingsOf(name(), keyPolicy())).toEqual([]);
});

test("a bundle left under the fallback tag is found by a registry that learned the Referrers API later", async () => {
  registry.options.referrersApi = false;
  const { digest } = attachBundle(registry, repository, image, keyBundle(statement(), keys));
  registry.options.referrersApi = true;
  registry.options.fault = (request, response) => {
    if (!request.url?.includes("/referrers/")) return false;
    const none = { schemaVersion: 2, manifests: [] };
    response
      .writeHead(200, { "content-type": "application/vnd.oci.image.index.v1+json" })
      .end(JSON.stringify(none));
    return true;
  };
  expect(digest).toMatch(/^sha256:/);
  expect(await findingsOf(name(), keyPolicy())).toEqual([]);
  delete registry.options.fault;
});

test("an image signed without a key is accepted, offline, by a root of one's own", async () => {
  attachBundle(registry, repository, image, await keylessBundle(statement(), sigstore, workflow));
  expect(await findingsOf(name(), keylessPolicy(), files)).toEqual([]);
});

test("an image signed without a key in cosign 2's format is accepted", async () => {
  attachLegacy(registry, repository, image.digest, [
    await keylessLegacy(simpleSigning(image.digest), sigstore, workflow),
  ]);
  expect(await findingsOf(name(), keylessPolicy(), files)).toEqual([]);
});

test("a timestamp alone is enough where the authority demands rfc3161timestamp and no log", async () => {
  attachBundle(
    registry,
    repository,
    image,
    await keylessBundle(statement(), sigstore, workflow, "timestamp"),
  );
  const config = onePolicy(
    { authorities: [{ ...keyless, rfc3161timestamp: { trustRootRef: "own" } }] },
    { trustRoots },
  );
  expect(await findingsOf(name(), config, files)).toEqual([]);
});

test.each(["v0.1", "v1"])(
  "an attested bill of materials with a statement of %s counts beside a signature",
  async (version) => {
    const config = onePolicy({
      authorities: [keyAuthority],
      attestations: [{ name: "parts", predicateType: "spdxjson" }],
    });
    attachBundle(registry, repository, image, keyBundle(statement(), keys));
    expect(await findingsOf(name(), config)).toHaveLength(1);
    attachBundle(
      registry,
      repository,
      image,
      keyBundle(makeStatement(image.digest, "https://spdx.dev/Document", spdx, version), keys),
    );
    expect(await findingsOf(name(), config)).toEqual([]);
  },
);

test("attestations in cosign 2's format count, with a key and without", async () => {
  const config = onePolicy(
    {
      authorities: [keyAuthority, keyless],
      signature: "not-required",
      attestations: [
        { name: "by key", predicateType: "sbom", authorities: ["release"] },
        { name: "by workflow", predicateType: "sbom", authorities: ["ci"] },
      ],
    },
    { trustRoots },
  );
  const attested = makeStatement(image.digest, "https://spdx.dev/Document", spdx, "v0.1");
  attachLegacy(registry, repository, image.digest, [keyEnvelope(attested, keys)], "att");
  expect((await findingsOf(name(), config, files)).map(({ rule }) => rule)).toEqual([
    'have attestation "by workflow" (sbom) by ci (policy ours)',
  ]);
  const both = [keyEnvelope(attested, keys), await keylessEnvelope(attested, sigstore, workflow)];
  attachLegacy(registry, repository, image.digest, both, "att");
  expect(await findingsOf(name(), config, files)).toEqual([]);
});

test("any of the authorities is enough", async () => {
  attachBundle(registry, repository, image, keyBundle(statement(), keys));
  const other = { name: "other", key: { data: pemOf(makeKeys()) } };
  expect(await findingsOf(name(), onePolicy({ authorities: [other, keyAuthority] }))).toEqual([]);
});

test("a key's signature in the log counts where the authority demands a log, and not without", async () => {
  const config = onePolicy(
    { authorities: [{ ...keyAuthority, ctlog: { trustRootRef: "own" } }] },
    { trustRoots },
  );
  attachBundle(registry, repository, image, keyBundle(statement(), keys));
  const [finding] = await findingsOf(name(), config, files);
  expect(finding?.fix).toContain("the time of signing must be proven: expected 1 timestamps, got 0");
});

test("signatures are looked for in signatureRepository", async () => {
  attachBundle(registry, "signatures/all", image, keyBundle(statement(), keys));
  expect(await findingsOf(name(), keyPolicy())).toHaveLength(1);
  const signatureRepository = `${registry.host}/signatures/all`;
  expect(await findingsOf(name(), onePolicy({ authorities: [keyAuthority], signatureRepository }))).toEqual(
    [],
  );
});

test("a signature that does not count is told also where only signatureRepository can be asked", async () => {
  attachBundle(registry, "signatures/all", image, keyBundle(statement(), makeKeys()));
  const signatureRepository = `${registry.host}/signatures/all`;
  const config = onePolicy({ authorities: [keyAuthority], signatureRepository });
  // Nobody listens on port 1.
  const [finding] = await findingsOf(`127.0.0.1:1/shop@${image.digest}`, config);
  expect(finding?.rule).toContain("be signed by");
  expect(finding?.got).toContain("1 attached, none counts");
});
