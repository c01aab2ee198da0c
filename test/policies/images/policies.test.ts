import { imagesSchema } from "../../../policies/images/rules/schema";
import { createImageChecker } from "../../../policies/images/rules/image-checker";
import { parseReference } from "../../../components/core/images/reference";
import { explainFailure } from "../../../policies/images/signature/explain-failure";
import { attachBundle } from "../../support/oci/attach";
import { keyBundle, makeStatement, signType } from "../../support/oci/signing";
import { makeKeys, pemOf } from "../../support/oci/sigstore";
import { findingsOf, onePolicy } from "./harness";
import { repository, useImage } from "./image-scene";

const keys = makeKeys();
const release = { name: "release", key: { data: pemOf(keys) } };
const pass = { name: "old", static: { action: "pass" as const } };
const spdxType = "https://spdx.dev/Document";
const spdx = { spdxVersion: "SPDX-2.3", packages: [{ name: "musl" }, { name: "app" }] };
const scene = useImage();

const name = (): string => `${scene.registry.host}/${repository}@${scene.image.digest}`;
const attest = (type: string, predicate: unknown): void => {
  attachBundle(
    scene.registry,
    repository,
    scene.image,
    keyBundle(makeStatement(scene.image.digest, type, predicate), keys),
  );
};

test("a static authority stands in for a signature and not for what must be attested", async () => {
  const config = onePolicy({
    authorities: [release, pass],
    attestations: [{ name: "parts", predicateType: "sbom" }],
  });
  const [finding, ...rest] = await findingsOf(name(), config);
  expect(rest).toEqual([]);
  expect(finding?.rule).toContain('have attestation "parts" (sbom) by release');
  attest(spdxType, spdx);
  expect(await findingsOf(name(), config)).toEqual([]);
  expect(await findingsOf(name(), onePolicy({ authorities: [release, pass] }))).toEqual([]);
});

test("a registry's other name escapes no policy", () => {
  const policies = [
    { name: "ours", images: [{ glob: "ghcr.io/acme/**" }], authorities: [release] },
    { name: "rest", images: [{ glob: "**", exclude: ["ghcr.io/acme/**"] }], authorities: [pass] },
  ];
  const checker = createImageChecker(imagesSchema.parse({ policies }));
  const namesOf = (text: string) => checker.policiesFor(parseReference(text)).map((each) => each.name);
  for (const host of ["ghcr.io", "ghcr.io:443", "GHCR.IO:443"]) {
    expect(namesOf(`${host}/acme/x@${scene.image.digest}`)).toEqual(["ours"]);
  }
  expect(namesOf("quay.io/acme/x")).toEqual(["rest"]);
});

describe("conditions on what is attested", () => {
  const review = "https://example.org/review/v1";
  const demand = (...conditions: { expression: string; message?: string }[]) =>
    onePolicy({
      authorities: [release],
      signature: "not-required",
      attestations: [{ name: "review", predicateType: review, policy: { conditions } }],
    });

  test.each<[string, string, string | undefined]>([
    ["holds", "predicate.reviewers.size() >= 2 && predicate.score == 3", undefined],
    [
      "does not hold",
      "predicate.reviewers.exists(r, r == 'eve')",
      "the predicate must satisfy predicate.reviewers.exists",
    ],
    ["reads what is not there", "predicate.nothing.there == 1", "it cannot be evaluated"],
    ["is about the type", "predicateType.matches('^https://example[.]org/review/v[0-9]$')", undefined],
  ])("one that %s", async (_name, expression, reason) => {
    attest(review, { reviewers: ["ada", "grace"], score: 3 });
    const found = await findingsOf(name(), demand({ expression }));
    expect(found.map(({ fix }) => fix)).toEqual(
      reason === undefined ? [] : [expect.stringContaining(reason)],
    );
  });

  test("its message is said, and a bill of materials can have one besides its own rules", async () => {
    attest(spdxType, spdx);
    const attestations = (expression: string) => [
      {
        name: "parts",
        predicateType: "sbom",
        policy: { conditions: [{ expression, message: "three packages" }] },
      },
    ];
    const config = (least: number) =>
      onePolicy({
        authorities: [release],
        signature: "not-required",
        attestations: attestations(`predicate.packages.size() >= ${least}`),
      });
    expect(await findingsOf(name(), config(2))).toEqual([]);
    expect((await findingsOf(name(), config(3)))[0]?.fix).toContain("three packages");
  });
});

test("an error of the language itself is never shown as a reason", () => {
  const bundle = JSON.parse("{}") as Parameters<typeof explainFailure>[1];
  for (const error of [
    new TypeError("Cannot read properties of undefined (reading 'envelope')"),
    new RangeError("x"),
  ]) {
    expect(explainFailure(error, bundle)).toBe(
      "it cannot be verified: what is attached is incomplete or malformed",
    );
  }
  expect(explainFailure(new Error("certificate has no extensions"), bundle)).toContain(
    "certificate has no extensions",
  );
});

test("a bundle with a log entry that lacks its parts is refused with the pack's own reason", async () => {
  const bundle = keyBundle(makeStatement(scene.image.digest, signType, {}), keys);
  const tlogEntries = [
    { ...bundle.verificationMaterial.tlogEntries[0], logIndex: "1", canonicalizedBody: "" },
  ];
  attachBundle(scene.registry, repository, scene.image, {
    ...bundle,
    verificationMaterial: { ...bundle.verificationMaterial, tlogEntries },
  });
  const stranger = onePolicy({ authorities: [{ name: "other", key: { data: pemOf(makeKeys()) } }] });
  const [finding] = await findingsOf(name(), stranger);
  expect(finding?.fix).not.toMatch(/undefined|TypeError|Cannot read prop/);
});
