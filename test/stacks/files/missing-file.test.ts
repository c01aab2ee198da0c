import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { explainMissingFile } from "../../../stacks/files/missing-file";
import { findStackFolder, loadStack } from "../../../stacks/load";

const file = "Pulumi.prod.yaml";
let root: string;

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "sluice-missing-"));
});
afterEach(async () => {
  await fs.rm(root, { recursive: true });
});

async function write(name: string, text = ""): Promise<void> {
  await fs.mkdir(path.dirname(path.join(root, name)), { recursive: true });
  await fs.writeFile(path.join(root, name), text);
}

test.each([
  [
    "beside Pulumi.yaml",
    file,
    "config",
    "there is one beside Pulumi.yaml, whose stackConfigDir is config: move it there, or remove stackConfigDir",
  ],
  ["in a folder", `stacks/${file}`, ".", "there is one in stacks: set stackConfigDir: stacks in Pulumi.yaml"],
  [
    "by another ending",
    "Pulumi.prod.yml",
    ".",
    "there is Pulumi.prod.yml: name it Pulumi.prod.yaml, and the project's file Pulumi.yaml",
  ],
  [
    "as JSON",
    "Pulumi.prod.json",
    ".",
    "there is Pulumi.prod.json: name it Pulumi.prod.yaml, and the project's file Pulumi.yaml",
  ],
  ["in another stack's name", "Pulumi.production.yaml", ".", undefined],
  ["in packages", `node_modules/${file}`, ".", undefined],
])("explainMissingFile() finds a file %s", async (_name, place, folder, expected) => {
  await write(place);
  expect(await explainMissingFile(root, path.join(root, folder), file)).toBe(expected);
});

test("findStackFolder() reads stackConfigDir and its former name, and leaves a broken file to Pulumi", async () => {
  for (const [text, expected] of [
    ["name: a\nstackConfigDir: config\n", "config"],
    ["name: a\nconfig: old\n", "old"],
    ["name: a\nconfig: { sluice:app: {} }\n", ""],
    ["name: [", ""],
  ] as const) {
    await write("Pulumi.yaml", text);
    expect(await findStackFolder(root)).toBe(path.join(root, expected).replace(/\/$/, ""));
  }
});

test("loadStack() tells of a folder of stack files that is not there", async () => {
  await write("Pulumi.yaml", "name: a\nstackConfigDir: config\n");
  await expect(loadStack(root, "prod")).rejects.toThrow(
    'Pulumi.prod.yaml must exist: got no such file\n  → make it with "sluice init"',
  );
  await write(file);
  await expect(loadStack(root, "prod")).rejects.toThrow(
    "there is one beside Pulumi.yaml, whose stackConfigDir is config",
  );
});
