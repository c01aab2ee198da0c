import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { fileWith } from "../../support/environment";
import { runSluice } from "./run-sluice";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-slo-"));
fs.writeFileSync(
  path.join(folder, "Pulumi.prod.yaml"),
  fileWith({ slos: "{ availability: { target: 0.999 } }" }),
);
fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), fileWith({}));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const slo = async (...more: readonly string[]) => await runSluice("slo", ...more, "-C", folder);

test("slo --rules writes rules to standard output, and nothing beside them", async () => {
  const { code, stdout, stderr } = await slo("prod", "--rules");
  expect([code, stderr]).toEqual([0, ""]);
  expect(parse(stdout)).toMatchObject({ groups: expect.any(Array) as unknown[] });
});

test.each([
  ["without an objective", ["dev", "--rules"], "sluice:slos must have an objective: got none"],
  [
    "with a label that is none",
    ["prod", "--rules", "--label", "kps"],
    '--label must be NAME=VALUE: got "kps"',
  ],
  ["in an unknown form", ["prod", "--rules", "--kind", "Rule"], "--kind"],
])("slo %s ends with exit code 2", async (_, line, message) => {
  const { code, stderr } = await slo(...line);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
