import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileWith, imageOf } from "../support/environment";

const script = path.join(__dirname, "../../ci/set-release-image.js");
const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-release-"));
const file = path.join(folder, "Pulumi.prod.yaml");
afterAll(() => fs.rmSync(folder, { recursive: true }));

test("the digest of a release is written into its line and nothing else", () => {
  fs.writeFileSync(file, fileWith({}));
  expect(run(file, imageOf("c"))).toMatchObject({ status: 0, stdout: `${file}: ${imageOf("c")}\n` });
  expect(fs.readFileSync(file, "utf8")).toBe(fileWith({}).replace(`"${imageOf("a")}"`, imageOf("c")));
  expect(run(file, imageOf("c")).stdout).toContain("has it already");
});

test.each([
  ["a tag", [file, "registry.example.org/scholarlink:v2"]],
  ["nothing", []],
])("%s is refused with 2", (_name, args) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr).toContain("must be a file and an image with digest");
});
