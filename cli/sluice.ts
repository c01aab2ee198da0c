import { Command } from "commander";
import { refuseInOurWords } from "./define-command";

/** A command's module is loaded only when it is meant: an abort must not wait for the sandbox's code. */
const commands: Readonly<Record<string, { summary: string; load: () => Command }>> = {
  doctor: {
    summary: "tell what is here and what is missing, for the sandbox and for a release",
    load: () => (require("./commands/doctor") as typeof import("./commands/doctor")).doctorCommand(),
  },
  init: {
    summary: "make an environment: its files and its stacks",
    load: () => (require("./commands/init") as typeof import("./commands/init")).initCommand(),
  },
  preview: {
    summary: "tell what a change would do, as one comment on its pull request",
    load: () => (require("./commands/preview") as typeof import("./commands/preview")).previewCommand(),
  },
  rollout: {
    summary: "bring release.image from 0 to 100 % and promote it",
    load: () => (require("./commands/rollout") as typeof import("./commands/rollout")).rolloutCommand(),
  },
  status: {
    summary: "tell where the release stands",
    load: () => (require("./commands/status") as typeof import("./commands/status")).statusCommand(),
  },
  abort: {
    summary: "put all traffic on stable, now",
    load: () => (require("./commands/abort") as typeof import("./commands/abort")).abortCommand(),
  },
  retry: {
    summary: "allow one more attempt for an image that was aborted",
    load: () => (require("./commands/retry") as typeof import("./commands/retry")).retryCommand(),
  },
  rollback: {
    summary: "bring the previously promoted release back",
    load: () => (require("./commands/rollback") as typeof import("./commands/rollback")).rollbackCommand(),
  },
  replay: {
    summary: "judge a recording: when would the gate, Argo Rollouts and Flagger have decided",
    load: () => (require("./commands/replay") as typeof import("./commands/replay")).replayCommand(),
  },
  headers: {
    summary: "score the response headers of a site, and tell what to change",
    load: () => (require("./commands/headers") as typeof import("./commands/headers")).headersCommand(),
  },
  demo: {
    summary: "play a good and a bad release in a sandbox",
    load: () => (require("./commands/demo") as typeof import("./commands/demo")).demoCommand(),
  },
  sandbox: {
    summary: "a real Kubernetes on this machine, to try releases in",
    load: () => (require("./commands/sandbox") as typeof import("./commands/sandbox")).sandboxCommand(),
  },
};

const meant = process.argv.slice(2).find((argument) => !argument.startsWith("-") && argument !== "help");
const program = new Command("sluice").description(
  "Careful releases on Kubernetes: a canary, traffic moved stage by stage, each move allowed only by evidence.",
);
for (const [name, { summary, load }] of Object.entries(commands)) {
  program.addCommand(name === meant ? load() : new Command(name).summary(summary));
}
refuseInOurWords(program);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
