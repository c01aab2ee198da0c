import { startOciRegistry, type OciRegistry } from "../../support/oci/registry";
import { workflow } from "../../support/oci/sigstore";
import { findingsOf, onePolicy } from "./harness";
import { captures, putCapture } from "./put-capture";

let registry: OciRegistry;

beforeAll(async () => {
  // As the registry that they were captured from: without the Referrers API.
  registry = await startOciRegistry({ referrersApi: false });
});
afterAll(() => registry.close());

test.each(captures)("what %s signed and attested is read as it was captured", async (name) => {
  const { image, key, root } = putCapture(registry, name);
  const authority =
    key === undefined
      ? { name: "ci", keyless: { identities: [workflow], trustRootRef: "own" } }
      : { name: "release", key: { data: key } };
  const config = onePolicy(
    { authorities: [authority], attestations: [{ name: "parts", predicateType: "spdxjson" }] },
    { trustRoots: [{ name: "own", file: "root.json" }] },
  );
  expect(await findingsOf(image, config, { "root.json": JSON.stringify(root) })).toEqual([]);
});
