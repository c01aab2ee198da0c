import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readPolicyFacts } from "../../infra/policy-facts";
import { attachBundle } from "../support/oci/attach";
import { keyBundle, makeStatement, signType } from "../support/oci/signing";
import { makeKeys, pemOf } from "../support/oci/sigstore";
import { repository, useImage } from "../policies/images/image-scene";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-policy-facts-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const keys = makeKeys();
const scene = useImage("v1");
const now = new Date("2026-12-20T12:00:00Z");
const cyclonedx = "https://cyclonedx.org/bom";

function write(content: unknown): string {
  const file = path.join(folder, `${Math.random()}.json`);
  fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const name = (): string => `${scene.registry.host}/${repository}@${scene.image.digest}`;
const attach = (type: string, predicate: object): void =>
  void attachBundle(
    scene.registry,
    repository,
    scene.image,
    keyBundle(makeStatement(scene.image.digest, type, predicate), keys),
  );
const imagesWith = (changes: object = {}) => ({
  registries: [{ host: scene.registry.host, plainHttp: true }],
  policies: [
    {
      name: "ours",
      images: [{ glob: "**" }],
      authorities: [{ name: "release", key: { data: pemOf(keys) } }],
      attestations: [
        { name: "parts", predicateType: "sbom" },
        {
          name: "tests",
          predicateType: "https://in-toto.io/attestation/test-result/v0.1",
          policy: { conditions: [{ expression: 'predicate.result == "PASSED"' }] },
        },
        { name: "origin", predicateType: "slsaprovenance02" },
      ],
      ...changes,
    },
  ],
});
const read = async (...files: readonly string[]) => await readPolicyFacts(files, name(), now);

test("without a file there are no facts, and a file of other policies gives none", async () => {
  expect(await read()).toEqual({});
  expect(await read(write({ "other-policy": {} }))).toEqual({});
});

test("an image is verified as the pack does it: signature, and each attestation that is demanded", async () => {
  attach(signType, {});
  attach(cyclonedx, {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    components: [{ type: "library", name: "zod", version: "4.0.0" }],
  });
  attach("https://slsa.dev/provenance/v0.2", {});
  const file = write({ "images-signed": imagesWith() });
  attach("https://in-toto.io/attestation/test-result/v0.1", { result: "PASSED" });
  expect((await read(file)).signatures).toEqual({
    policies: ["ours"],
    isSigned: true,
    demanded: ["sbom", "https://in-toto.io/attestation/test-result/v0.1"],
    problems: [],
  });
});

test("what is missing is wrong, also where the pack would only warn", async () => {
  attach(signType, {});
  const file = write({ "images-signed": { enforcementLevel: "advisory", ...imagesWith({ mode: "warn" }) } });
  const { signatures } = await read(file);
  expect(signatures?.problems.join("; ")).toMatch(/^the image must .*(parts|tests)/);
  const none = write({ "images-signed": imagesWith({ images: [{ glob: "elsewhere/**" }] }) });
  expect((await read(none)).signatures).toMatchObject({ policies: [], isSigned: false, demanded: [] });
});

test("a static authority is no signature", async () => {
  const authorities = [{ name: "as-it-is", static: { action: "pass" } }];
  const file = write({ "images-signed": imagesWith({ authorities, attestations: [] }) });
  expect((await read(file)).signatures).toMatchObject({ policies: ["ours"], isSigned: false, problems: [] });
});

test("freeze windows in force are named; one that somebody lifted is none", async () => {
  const windows = [{ name: "Christmas", from: "2026-12-18", to: "2027-01-02" }];
  expect(await read(write({ freeze: { windows } }))).toEqual({ frozen: ['"Christmas"'] });
  const over = [{ name: "Summer", from: "2026-07-01", to: "2026-07-02" }];
  expect(await read(write({ freeze: { windows: over } }))).toEqual({ frozen: [] });
  const breakGlass = { reason: "INC-1", owner: "anna", expires: "2026-12-21" };
  expect(await read(write({ freeze: { windows, breakGlass } }))).toEqual({ frozen: [] });
});

test.each([
  ["no JSON", "{", "JSON"],
  ["a freeze that is none", { freeze: { windows: 1 } }, "freeze.windows"],
  ["images without policies", { "images-signed": { policies: [] } }, "images-signed.policies must have"],
])("readPolicyFacts() refuses %s, naming the file", async (_, content, says) => {
  await expect(read(write(content))).rejects.toMatchObject({
    end: "usage",
    message: expect.stringContaining(says),
  });
});
