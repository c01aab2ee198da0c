import { spawnSync } from "node:child_process";
import path from "node:path";

const main = path.resolve(__dirname, "../../cli/sluice.js");

/** Runs `sluice --help` as a Node of that version would. */
function runAs(version: string): { status: number | null; stdout: string; stderr: string } {
  const disguise = `Object.defineProperty(process.versions, "node", { value: ${JSON.stringify(version)} })`;
  const program = `${disguise}; process.argv.push("--help"); require(${JSON.stringify(main)})`;
  return spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
}

test.each(["20.20.2", "22.9.0"])("Node %s is refused with the way out", (version) => {
  const { status, stderr } = runAs(version);
  expect(stderr).toBe(
    `Cannot run "sluice": Node must be >=22.22.2: got ${version}; in the project's folder: npx node cli/sluice.js …\n`,
  );
  expect(status).toBe(2);
});

test.each(["22.22.2", "22.23.3", "24.1.0"])("Node %s is taken", (version) => {
  expect(runAs(version).stderr).not.toContain("Node must be");
});
