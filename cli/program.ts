import { Command } from "commander";
import { commands } from "./command-list";
import { refuseInOurWords } from "./define-command";

const meant = process.argv.slice(2).find((argument) => !argument.startsWith("-") && argument !== "help");
const program = new Command("sluice").description(
  "Careful releases on Kubernetes: a canary, traffic moved stage by stage, each move allowed only by evidence.",
);
for (const { name, summary, load } of commands) {
  program.addCommand((name === meant ? load() : new Command(name)).summary(summary));
}
refuseInOurWords(program);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
