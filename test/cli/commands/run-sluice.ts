import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** Result of a run of the command line. */
export interface SluiceRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `sluice` as a user does, where no sandbox is up. */
export async function runSluice(...args: string[]): Promise<SluiceRun> {
  const entry = path.join(__dirname, "../../../cli/sluice.js");
  const child = spawn(process.execPath, [entry, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, XDG_STATE_HOME: path.join(__dirname, "no-such-folder") },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}
