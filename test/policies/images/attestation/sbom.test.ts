import { findDeniedLicence } from "../../../../policies/images/attestation/licence";
import { judgeSbom } from "../../../../policies/images/attestation/sbom";

const spdx = (...packages: object[]) => ({ spdxVersion: "SPDX-2.3", packages });
const cyclone = (...components: object[]) => ({ bomFormat: "CycloneDX", specVersion: "1.6", components });
const rules = { deniedLicences: ["AGPL-*", "SSPL-1.0"] };

test.each<[string, unknown]>([
  ["SPDX", spdx({ name: "musl", licenseConcluded: "MIT" })],
  ["CycloneDX", cyclone({ name: "musl", licenses: [{ license: { id: "MIT" } }] })],
  [
    "a part whose licence was concluded to be another",
    spdx({ name: "a", licenseConcluded: "MIT", licenseDeclared: "AGPL-3.0-only" }),
  ],
  ["a part with a choice", spdx({ name: "a", licenseDeclared: "AGPL-3.0-only OR MIT" })],
  ["a part without a stated licence", spdx({ name: "a", licenseConcluded: "NOASSERTION" })],
])("judgeSbom() accepts %s", (_, predicate) => {
  expect(judgeSbom(predicate, rules)).toEqual([]);
});

const nothing = "it must list at least one package or component: got none";
test.each<[string, unknown, string]>([
  ["an empty SPDX", spdx(), nothing],
  ["an empty CycloneDX", cyclone(), nothing],
  ["a document without lists", { spdxVersion: "SPDX-2.3" }, nothing],
  [
    "text",
    "SPDXVersion: SPDX-2.3",
    "it must be JSON: got text; attest it with --type spdxjson or --type cyclonedx",
  ],
  ["another shape", { packages: [] }, "it must be SPDX 2 or CycloneDX in JSON"],
  [
    "a denied licence",
    spdx({ name: "a", licenseDeclared: "AGPL-3.0-only" }),
    "no component may need AGPL-*, SSPL-1.0: got a (AGPL-3.0-only)",
  ],
  [
    "a denied licence deep inside",
    cyclone({ name: "a", components: [{ name: "b", licenses: [{ expression: "MIT AND SSPL-1.0" }] }] }),
    "no component may need AGPL-*, SSPL-1.0: got b (SSPL-1.0)",
  ],
])("judgeSbom() refuses %s", (_, predicate, problem) => {
  expect(judgeSbom(predicate, rules)).toEqual([problem]);
});

test.each([
  ["MIT", undefined],
  ["BAD", "BAD"],
  ["BAD OR MIT", undefined],
  ["MIT OR BAD", undefined],
  ["BAD OR BAD", "BAD"],
  ["MIT AND BAD", "BAD"],
  ["MIT AND (BAD OR Apache-2.0)", undefined],
  ["(MIT OR Apache-2.0) AND BAD", "BAD"],
  ["BAD WITH Classpath-exception-2.0", "BAD"],
  ["mit and bad", "bad"],
  ["MIT BAD", "BAD"],
  ["", undefined],
  ["((", undefined],
])("findDeniedLicence(%j)", (expression, expected) => {
  expect(findDeniedLicence(expression, (licence) => licence.toUpperCase() === "BAD")).toBe(expected);
});
