import type { Command } from "commander";
import { isClone } from "./installation";

/** A command of `sluice`, as far as it is known before it is loaded. */
export interface ListedCommand {
  readonly name: string;
  /** In a few words, for lists. */
  readonly summary: string;
  /** Loads its module only for this command: an abort must not wait for the sandbox's code. */
  readonly load: () => Command;
  /** It runs the sandbox, which comes with a clone only. @default false */
  readonly needsClone?: true;
}

const all: readonly ListedCommand[] = [
  {
    name: "doctor",
    summary: "check what the sandbox and a release need, and show what is missing",
    load: () => (require("./commands/doctor") as typeof import("./commands/doctor")).doctorCommand(),
  },
  {
    name: "init",
    summary: "make an environment: its files and its stacks",
    load: () => (require("./commands/init") as typeof import("./commands/init")).initCommand(),
  },
  {
    name: "adopt",
    summary: "make an environment's files from a service that runs, and plan how it is taken over",
    load: () => (require("./commands/adopt") as typeof import("./commands/adopt")).adoptCommand(),
  },
  {
    name: "eject",
    summary: "give a service that was taken over back, without a failed request",
    load: () => (require("./commands/eject") as typeof import("./commands/eject")).ejectCommand(),
  },
  {
    name: "convert",
    summary: "make an environment's files from what Argo Rollouts, Flagger or ingress-nginx has",
    load: () => (require("./commands/convert") as typeof import("./commands/convert")).convertCommand(),
  },
  {
    name: "preview",
    summary: "preview a change, as one comment on its pull request",
    load: () => (require("./commands/preview") as typeof import("./commands/preview")).previewCommand(),
  },
  {
    name: "preflight",
    summary: "go or no-go before a release: every item with evidence, owner, age and expiry",
    load: () => (require("./commands/preflight") as typeof import("./commands/preflight")).preflightCommand(),
  },
  {
    name: "sign-off",
    summary: "answer items of the preflight that only a person knows",
    load: () => (require("./commands/sign-off") as typeof import("./commands/sign-off")).signOffCommand(),
  },
  {
    name: "rollout",
    summary: "bring this checkout from 0 to 100 % and promote it",
    load: () => (require("./commands/rollout") as typeof import("./commands/rollout")).rolloutCommand(),
  },
  {
    name: "status",
    summary: "show the state of the release",
    load: () => (require("./commands/status") as typeof import("./commands/status")).statusCommand(),
  },
  {
    name: "dashboard",
    summary: "a page on this machine that follows the release; it only reads",
    load: () => (require("./commands/dashboard") as typeof import("./commands/dashboard")).dashboardCommand(),
  },
  {
    name: "watch",
    summary: "watch the release between its runs, and take the traffic off if need be",
    load: () => (require("./commands/watch") as typeof import("./commands/watch")).watchCommand(),
  },
  {
    name: "abort",
    summary: "put all traffic on stable, now",
    load: () => (require("./commands/abort") as typeof import("./commands/abort")).abortCommand(),
  },
  {
    name: "flag",
    summary: "list the app's feature flags, or switch one off for everybody, now",
    load: () => (require("./commands/flag") as typeof import("./commands/flag")).flagCommand(),
  },
  {
    name: "pause",
    summary: "keep the release where it is; what runs judges on",
    load: () => (require("./commands/pause") as typeof import("./commands/pause")).pauseCommand(),
  },
  {
    name: "resume",
    summary: "end a pause",
    load: () => (require("./commands/pause") as typeof import("./commands/pause")).resumeCommand(),
  },
  {
    name: "approve",
    summary: "say that a stage may be reached, where it asks for a person",
    load: () => (require("./commands/approve") as typeof import("./commands/approve")).approveCommand(),
  },
  {
    name: "retry",
    summary: "allow one more attempt for a version that was aborted",
    load: () => (require("./commands/retry") as typeof import("./commands/retry")).retryCommand(),
  },
  {
    name: "rollback",
    summary: "bring the previously promoted release back",
    load: () => (require("./commands/rollback") as typeof import("./commands/rollback")).rollbackCommand(),
  },
  {
    name: "restore",
    summary: "take the database back to before the last migration, where a person confirms it",
    load: () => (require("./commands/restore") as typeof import("./commands/restore")).restoreCommand(),
  },
  {
    name: "verify",
    summary: "look at stable after a release, an abort or a rollback: is everything as it should be",
    load: () => (require("./commands/verify") as typeof import("./commands/verify")).verifyCommand(),
  },
  {
    name: "slo",
    summary: "say how much of the error budget is left, and write the objective's rules",
    load: () => (require("./commands/slo") as typeof import("./commands/slo")).sloCommand(),
  },
  {
    name: "grafana",
    summary: "write a Grafana dashboard of the service and its release",
    load: () => (require("./commands/grafana") as typeof import("./commands/grafana")).grafanaCommand(),
  },
  {
    name: "gitops",
    summary: "write what Argo CD, Flux or the Pulumi Kubernetes Operator needs beside Sluice",
    load: () => (require("./commands/gitops") as typeof import("./commands/gitops")).gitopsCommand(),
  },
  {
    name: "history",
    summary: "list the last releases, and what rollback --to takes",
    load: () => (require("./commands/history") as typeof import("./commands/history")).historyCommand(),
  },
  {
    name: "report",
    summary: "report on one attempt: timeline, evidence, verdicts, and what an aborted one left",
    load: () => (require("./commands/report") as typeof import("./commands/report")).reportCommand(),
  },
  {
    name: "announce",
    summary: "write what people are told before, during and after a release, and in an incident",
    load: () => (require("./commands/announce") as typeof import("./commands/announce")).announceCommand(),
  },
  {
    name: "recommend",
    summary: "say which stages fit a change at today's traffic, and why",
    load: () => (require("./commands/recommend") as typeof import("./commands/recommend")).recommendCommand(),
  },
  {
    name: "runbook",
    summary: "write what to do when a release of this service goes wrong",
    load: () => (require("./commands/runbook") as typeof import("./commands/runbook")).runbookCommand(),
  },
  {
    name: "replay",
    summary: "judge a recording: when would the gate, Argo Rollouts and Flagger have decided",
    load: () => (require("./commands/replay") as typeof import("./commands/replay")).replayCommand(),
  },
  {
    name: "headers",
    summary: "score the response headers of a site, and list the fixes",
    load: () => (require("./commands/headers") as typeof import("./commands/headers")).headersCommand(),
  },
  {
    name: "waf",
    summary: "list the firewall's rules that fired, and the exclusion that would silence each",
    load: () => (require("./commands/waf") as typeof import("./commands/waf")).wafCommand(),
  },
  {
    name: "demo",
    needsClone: true,
    summary: "play a good and a bad release in a sandbox",
    load: () => (require("./commands/demo") as typeof import("./commands/demo")).demoCommand(),
  },
  {
    name: "sandbox",
    needsClone: true,
    summary: "a real Kubernetes on this machine, to try releases in",
    load: () => (require("./commands/sandbox") as typeof import("./commands/sandbox")).sandboxCommand(),
  },
];

/** The commands of `sluice` here, in the order in which help and guide list them. */
export const commands = all.filter(({ needsClone = false }) => isClone || !needsClone);
