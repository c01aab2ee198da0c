import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const main = path.resolve(__dirname, "../../cli/sluice.js");

/** Runs `sluice --help` as a Node of that version would. */
function runAs(version: string, entry = main): { status: number | null; stdout: string; stderr: string } {
  const disguise = `Object.defineProperty(process.versions, "node", { value: ${JSON.stringify(version)} })`;
  const program = `${disguise}; process.argv.push("--help"); require(${JSON.stringify(entry)})`;
  return spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
}

test.each(["20.20.2", "22.9.0"])("Node %s is refused with the way out", (version) => {
  const { status, stderr } = runAs(version);
  expect(stderr).toBe(
    `Cannot run "sluice": Node must be >=22.22.2: got ${version}\n  → in the project's folder: npx node cli/sluice.js …\n`,
  );
  expect(status).toBe(2);
});

test.each(["22.22.2", "22.23.3", "24.1.0"])("Node %s is taken", (version) => {
  expect(runAs(version).stderr).not.toContain("Node must be");
});

test("where the project's own Node was never fetched, the way out fetches it first", () => {
  const root = mkdtempSync(path.join(tmpdir(), "sluice-node-"));
  for (const file of ["cli/sluice.js", "package.json", "setup.js"])
    cpSync(path.join(__dirname, "../..", file), path.join(root, file));
  const { stderr, status } = runAs("20.20.2", path.join(root, "cli/sluice.js"));
  expect(stderr).toMatch(
    /\n  → in the project's folder: npm rebuild node --ignore-scripts=false, then npx node cli\/sluice\.js …\n$/u,
  );
  expect(status).toBe(2);
});

test("where Sluice is a package, the way out is a newer Node", () => {
  const root = mkdtempSync(path.join(tmpdir(), "sluice-node-"));
  for (const file of ["cli/sluice.js", "package.json"])
    cpSync(path.join(__dirname, "../..", file), path.join(root, file));
  const { stderr } = runAs("20.20.2", path.join(root, "cli/sluice.js"));
  expect(stderr).toMatch(/got 20\.20\.2\n  → install a newer Node from https:\/\/nodejs\.org\n$/u);
});
