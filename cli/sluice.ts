import { Command } from "commander";
import { sandboxCommand } from "./commands/sandbox";

const program = new Command("sluice")
  .description("Careful releases on Kubernetes")
  .addCommand(sandboxCommand());

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
