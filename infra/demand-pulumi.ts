import { printProblem } from "../components/core/problem";
import { requirePulumiVersion, RunError } from "@pulumi/pulumi";
import { withCode } from "../components/core/exit-code";
import { oldestPulumi } from "./oldest-pulumi";

/**
 * Refuses a Pulumi that would ignore Ctrl-C in a gate or soak. The language host comes with the CLI.
 * @throws {RunError} with code 2 and both versions as the engine names them
 */
export async function demandPulumi(): Promise<void> {
  try {
    await requirePulumiVersion(`>=${oldestPulumi}`);
  } catch (error) {
    const got = (error as { details?: string }).details ?? (error as Error).message;
    throw new RunError(
      withCode(
        "usage",
        printProblem({
          text: `Cannot run with this Pulumi: its version must be at least ${oldestPulumi}, whose language host passes Ctrl-C on to gate and soak: got ${got}`,
          fix: "install a newer Pulumi",
        }),
      ),
    );
  }
}
