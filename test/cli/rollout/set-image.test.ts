import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setImage, writeImage } from "../../../cli/rollout/set-image";

const text = `# head
config:
  sluice:app: { name:   shop }   # spaced on purpose
  sluice:release:
    # the one line
    image: "registry.example.org/shop@sha256:aa" # now
  sluice:traffic:
    host: shop.example.org
encryptionsalt: v1:x
`;

const after = text.replace('"registry.example.org/shop@sha256:aa"', "registry.example.org/shop@sha256:bb");

test("setImage() changes the one value and nothing else", () => {
  expect(setImage(text, "registry.example.org/shop@sha256:bb", "Pulumi.prod.yaml")).toBe(after);
});

test("setImage() finds the image in a flow mapping", () => {
  expect(setImage("config: { sluice:release: { image: a } }", "b", "f")).toBe(
    "config: { sluice:release: { image: b } }",
  );
});

test.each([
  ["has no image", "config:\n  sluice:release: {}\n"],
  ["has no config", "name: x\n"],
  ["is no YAML", "config: ["],
])("setImage() refuses a file that %s", (_name, broken) => {
  expect(() => setImage(broken, "x", "Pulumi.prod.yaml")).toThrow(
    'Cannot set the image in "Pulumi.prod.yaml": sluice:release.image must be there: got nothing',
  );
});

test("writeImage() writes once and says whether anything changed", async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-")), "Pulumi.prod.yaml");
  fs.writeFileSync(file, text);
  await expect(writeImage(file, "registry.example.org/shop@sha256:bb")).resolves.toBe(true);
  expect(fs.readFileSync(file, "utf8")).toBe(after);
  await expect(writeImage(file, "registry.example.org/shop@sha256:bb")).resolves.toBe(false);
  expect(fs.readdirSync(path.dirname(file))).toEqual(["Pulumi.prod.yaml"]);
});
