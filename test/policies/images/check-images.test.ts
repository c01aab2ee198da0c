import { checkImages } from "../../../policies/images/check-images";
import { attachBundle, attachReferrer, putImage } from "../../support/oci/attach";
import { keyBundle, makeStatement, signType } from "../../support/oci/signing";
import { makeKeys, pemOf } from "../../support/oci/sigstore";
import { imagesSchema } from "../../../policies/images/rules/schema";
import { checkerFor, findingsOf, now, onePolicy, podOf } from "./harness";
import { repository, useImage } from "./image-scene";

const keys = makeKeys();
const scene = useImage("v1");
beforeEach(() => {
  delete scene.registry.options.fault;
  attachBundle(
    scene.registry,
    repository,
    scene.image,
    keyBundle(makeStatement(scene.image.digest, signType, {}), keys),
  );
  scene.registry.requests.length = 0;
});

const release = { name: "release", key: { data: pemOf(keys) } };
const signed = () => onePolicy({ authorities: [release] });
const name = (): string => `${scene.registry.host}/${repository}@${scene.image.digest}`;
const break500 = (): void => {
  scene.registry.options.fault = (_, response) => {
    response.writeHead(500).end();
    return true;
  };
};

test("an image is verified once, however many resources use it", async () => {
  const config = signed();
  const checker = checkerFor(config);
  await Promise.all(Array.from({ length: 50 }, () => checkImages(podOf(name()), config, { now }, checker)));
  expect(checker.verifications()).toBe(1);
  const asked = scene.registry.requests.length;
  await checkImages(podOf(name()), config, { now }, checker);
  expect([checker.verifications(), scene.registry.requests.length]).toEqual([1, asked]);
});

test("a signature in a bundle costs six requests, and none is asked twice", async () => {
  await findingsOf(name(), signed());
  expect(new Set(scene.registry.requests).size).toBe(scene.registry.requests.length);
  expect(scene.registry.requests).toHaveLength(6);
});

test("two policies about one image share what was fetched", async () => {
  const policy = { images: [{ glob: "**" }], authorities: [release] };
  const config = imagesSchema.parse({
    policies: [
      { name: "a", ...policy },
      { name: "b", ...policy },
    ],
  });
  const checker = checkerFor(config);
  expect(await checkImages(podOf(name()), config, { now }, checker)).toEqual([]);
  expect([checker.verifications(), scene.registry.requests.length]).toEqual([2, 6]);
});

test("a registry outage denies, says that nothing is known, and is not remembered", async () => {
  const config = signed();
  const checker = checkerFor(config);
  break500();
  const [finding] = await checkImages(podOf(name()), config, { now }, checker);
  expect(finding).toMatchObject({ rule: "be verified against its registry", got: name(), advisory: false });
  expect(finding?.fix).toMatch(
    /^check the registry's address.*answered 500; whether the image is signed is not known$/,
  );
  delete scene.registry.options.fault;
  expect(await checkImages(podOf(name()), config, { now }, checker)).toEqual([]);
});

test("a registry outage only warns where that is configured", async () => {
  break500();
  const config = onePolicy({ authorities: [release] }, { onRegistryError: "warn" });
  expect(await findingsOf(name(), config)).toMatchObject([{ advisory: true }]);
});

test("a registry that never answers is an outage after the time limit", async () => {
  scene.registry.options.fault = () => true;
  const limits = { timeoutSeconds: 0.05 };
  const [finding] = await findingsOf(name(), onePolicy({ authorities: [release] }, { limits }));
  expect(finding?.fix).toContain("it did not answer in time");
});

test("evidence larger than the limit is refused, not read", async () => {
  const type = "application/vnd.dev.sigstore.bundle.v0.3+json";
  const big = putImage(scene.registry, repository, "big");
  attachReferrer(scene.registry, repository, big, Buffer.alloc(5000, " "), type);
  const limits = { maxBytes: 4000 };
  const config = onePolicy({ authorities: [release] }, { limits });
  const [finding] = await findingsOf(`${scene.registry.host}/${repository}@${big.digest}`, config);
  expect(finding?.fix).toContain("it must be at most 4000 bytes: got 5000");
  expect(scene.registry.requests.filter((request) => request.includes("/blobs/"))).toEqual([]);
});

test("an image that is not there is told from an unsigned one", async () => {
  const missing = `${scene.registry.host}/${repository}@sha256:${"0".repeat(64)}`;
  expect(await findingsOf(missing, signed())).toMatchObject([
    { rule: "exist in its registry", got: missing },
  ]);
  expect(await findingsOf(`${scene.registry.host}/${repository}:none`, signed())).toMatchObject([
    { rule: "exist in its registry" },
  ]);
});

test("a tag is verified as what it means now, and refused with the digest to write", async () => {
  const tagged = `${scene.registry.host}/${repository}:v1`;
  const [finding, ...rest] = await findingsOf(tagged, signed());
  expect([finding?.got, rest]).toEqual([tagged, []]);
  expect(finding?.fix).toBe(`write ${tagged}@${scene.image.digest}, which it is now`);
  expect(await findingsOf(tagged, onePolicy({ authorities: [release] }, { tags: "allow" }))).toEqual([]);
  expect(await findingsOf(tagged, onePolicy({ authorities: [release] }, { tags: "warn" }))).toMatchObject([
    { advisory: true },
  ]);
});

test("an image that no policy matches is denied, warned about or allowed", async () => {
  const policies = [{ name: "ours", images: [{ glob: "ghcr.io/acme/*" }], authorities: [release] }];
  const findings = await findingsOf("nginx:1.29", imagesSchema.parse({ policies }));
  expect(findings).toEqual([
    {
      path: "spec.containers[app].image",
      rule: "match a policy of images-signed",
      got: "docker.io/library/nginx",
      fix: "add its repository to a policy, or set noMatch: the policies are about ghcr.io/acme/*",
      advisory: false,
    },
  ]);
  expect(await findingsOf("nginx", imagesSchema.parse({ policies, noMatch: "allow" }))).toEqual([]);
  expect(await findingsOf("nginx", imagesSchema.parse({ policies, noMatch: "warn" }))).toMatchObject([
    { advisory: true },
  ]);
});

test("without configuration no image passes", async () => {
  const [finding] = await findingsOf("nginx", imagesSchema.parse({}));
  expect(finding).toMatchObject({
    advisory: false,
    fix: "configure policies of images-signed: who signs which images",
  });
});

test("a policy in mode warn warns", async () => {
  const config = onePolicy({
    authorities: [{ name: "other", key: { data: pemOf(makeKeys()) } }],
    mode: "warn",
  });
  expect(await findingsOf(name(), config)).toMatchObject([{ advisory: true }]);
});

test("policies of one name are still two", async () => {
  const images = [{ glob: "**" }];
  const other = { name: "other", key: { data: pemOf(makeKeys()) } };
  const policies = [
    { name: "ours", images, authorities: [release] },
    { name: "ours", images, authorities: [other] },
  ];
  expect(await findingsOf(name(), imagesSchema.parse({ policies }))).toHaveLength(1);
});

test("a registry that lists no tags does not change what is said about an unsigned image", async () => {
  const unsigned = putImage(scene.registry, repository, `unsigned ${scene.content}`);
  scene.registry.options.fault = (request, response) => {
    if (!request.url?.includes("/tags/")) return false;
    response.writeHead(403).end();
    return true;
  };
  const findings = await findingsOf(`${scene.registry.host}/${repository}@${unsigned.digest}`, signed());
  expect(findings).toMatchObject([{ rule: "be signed by release (policy ours)" }]);
});

test("every policy that matches must be satisfied", async () => {
  const other = { name: "other", key: { data: pemOf(makeKeys()) } };
  const images = [{ glob: "**" }];
  const policies = [
    { name: "ours", images, authorities: [release] },
    { name: "theirs", images, authorities: [other] },
  ];
  const findings = await findingsOf(name(), imagesSchema.parse({ policies }));
  expect(findings.map(({ rule }) => rule)).toEqual(["be signed by other (policy theirs)"]);
});

test.each([
  ["pass", []],
  ["fail", [{ rule: "be allowed by policy ours", fix: "not from here" }]],
] as const)("a static authority decides without a registry: %s", async (action, expected) => {
  const config = onePolicy({ authorities: [{ name: "all", static: { action, message: "not from here" } }] });
  const pinned = `registry.example.invalid/app@sha256:${"1".repeat(64)}`;
  expect(await findingsOf(pinned, config)).toMatchObject(expected);
});
