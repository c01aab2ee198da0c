import { checkImages } from "../../../policies/images/check-images";
import { makeKeys, pemOf } from "../../support/oci/sigstore";
import { putImage } from "../../support/oci/attach";
import { startOciRegistry, type OciRegistry } from "../../support/oci/registry";
import { checkerFor, findingsOf, now, onePolicy, podOf } from "./harness";

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
let registry: OciRegistry;
let digest: string;

beforeAll(async () => {
  registry = await startOciRegistry();
  ({ digest } = putImage(registry, "acme/shop"));
});
afterAll(() => registry.close());

const release = { name: "release", key: { data: pemOf(makeKeys()) } };
const signed = () => onePolicy({ authorities: [release] });
const name = (): string => `${registry.host}/acme/shop@${digest}`;

test("what a preview does not know is reported by itself, beside what is wrong with the others", async () => {
  const config = onePolicy({ authorities: [{ name: "other", key: { data: pemOf(makeKeys()) } }] });
  const raw = {
    spec: {
      containers: [
        { name: "a", image: unknownText },
        { name: "b", image: name() },
      ],
    },
  };
  const findings = await checkImages(
    { type: "kubernetes:core/v1:Pod", raw },
    config,
    { now },
    checkerFor(config),
  );
  expect(findings).toMatchObject([
    { path: "spec.containers[a].image", rule: "be known", unknown: true },
    { path: "spec.containers[b].image", rule: "be signed by other (policy ours)" },
  ]);
});

test("what is no image reference is refused", async () => {
  expect(await findingsOf("Not An Image", signed())).toMatchObject([{ rule: "be an image reference" }]);
});

test("a Helm release is refused because it hides its images, or warned about", async () => {
  const resource = { type: "kubernetes:helm.sh/v3:Release", raw: {} };
  const config = signed();
  expect(await checkImages(resource, config, { now })).toMatchObject([
    { path: "the release", rule: "show its images to policies", advisory: false },
  ]);
  const lenient = onePolicy({ authorities: [release] }, { opaque: "warn" });
  expect(await checkImages(resource, lenient, { now })).toMatchObject([{ advisory: true }]);
});

test.each([
  [
    "a key that is none",
    { name: "k", key: { data: "hello" } },
    /it must be a public key in PEM: got it is something else/,
  ],
  ["a private key", { name: "k", key: { data: "-----BEGIN PRIVATE KEY-----" } }, /got it is a private key/],
  ["a file that is missing", { name: "k", key: { file: "/nonexistent/key.pub" } }, /ENOENT/],
  [
    "a root that is not listed",
    { name: "k", keyless: { identities: [{ issuer: "i", subject: "s" }], trustRootRef: "own" } },
    /Cannot use trusted root "own": it must be one of trustRoots: got public/,
  ],
])("%s is a finding about the configuration", async (_, authority, reason) => {
  const config = onePolicy({ authorities: [authority] });
  const [finding] = await checkImages(podOf(name()), config, { now });
  expect(finding?.path).toBe("the configuration of images-signed");
  expect(finding?.fix).toMatch(reason);
});
