import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RunEnd } from "../../components/core/run-end";
import { howToGetPulumi } from "../installation";

const run = promisify(execFile);

/**
 * Runs the real Pulumi CLI in a project's folder; resolves to its standard output.
 * @throws {RunEnd} with code 2 and Pulumi's own words
 */
export async function runPulumi(root: string, ...args: readonly string[]): Promise<string> {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const options = { cwd: root, env, maxBuffer: 256 * 1024 * 1024 };
    return (await run("pulumi", [...args, "--non-interactive", "--color", "never"], options)).stdout;
  } catch (error) {
    const { code, stderr = "", message } = error as Error & { code?: unknown; stderr?: string };
    const why =
      code === "ENOENT" ? `it must be on PATH: got none; ${howToGetPulumi}` : stderr.trim() || message;
    throw new RunEnd("usage", `Cannot run "pulumi ${args.slice(0, 2).join(" ")}": ${why}`, {
      cause: error,
    });
  }
}
