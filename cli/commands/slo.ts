import type { Command } from "commander";
import { Option } from "commander";
import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import type { Settings } from "../../components/core/settings";
import type { Slo } from "../../components/core/slo/slo";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { ruleKinds } from "../slo/rule-kinds";
import type { RuleKind } from "../slo/rule-kinds";
import { inEnvironment } from "./in-environment";

interface SloFlags extends CommonFlags {
  readonly rules?: boolean;
  readonly kind: RuleKind;
  readonly label?: readonly string[];
}

function readLabels(action: string, texts: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
      if (name === undefined || value === undefined)
        throw new RunEnd("usage", `Cannot ${action}: --label must be NAME=VALUE: got "${text}"`);
      return [name, value];
    }),
  );
}

function needSlos(action: string, { slos, environment }: Settings): readonly Slo[] {
  if (slos !== undefined) return slos;
  throw new RunEnd("usage", {
    text: `Cannot ${action}: sluice:slos must have an objective: got none`,
    fix: `set sluice:slos: { availability: { target: 0.999 } } in Pulumi.${environment}.yaml`,
  });
}

/** `sluice slo`: error budget and rules of an environment's objective. */
export function sloCommand(): Command {
  return defineCommand({
    name: "slo",
    details:
      "Says how much is left of the error budget of each objective of sluice:slos; where a bound is no end of a bucket, it names the ends that there are. With --rules it writes the recording rules and burn-rate alerts of the objectives to standard output, from the environment file alone: for Prometheus' rule files, or as an object of its operator. Reads only.",
    examples: [
      ["slo prod", "the error budgets now"],
      ["slo prod --rules > slo-rules.yaml", "for rule_files of Prometheus"],
      [
        "slo prod --rules --kind PrometheusRule --label release=kps",
        "for its operator: | kubectl apply -f -",
      ],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .option("--rules", "write the rules to standard output")
    .addOption(new Option("--kind <kind>", "form of the rules").choices([...ruleKinds]).default("file"))
    .option("--label <pair...>", "labels of the PrometheusRule, as its operator's ruleSelector asks for")
    .action((environment: string, flags: SloFlags) => {
      const action = `${flags.rules === true ? "write rules" : "read the error budget"} of "${environment}"`;
      return runCommand(action, flags, async (terminal) => {
        const labels = readLabels(action, flags.label);
        const choice = { environment, by: "sluice slo", terminal };
        if (flags.rules === true) {
          const { readSettings } = require("../environment") as typeof import("../environment");
          const { renderRules, sloRulesOf } =
            require("../slo/render-rules") as typeof import("../slo/render-rules");
          const settings = await readSettings({ cwd: flags.cwd, org: flags.org, ...choice });
          const groups = sloRulesOf(settings, needSlos(action, settings));
          if (flags.json !== true)
            process.stdout.write(renderRules(settings, groups, { kind: flags.kind, labels }));
          return { exitCode: exitCodes.done, report: { environment, app: settings.app, groups } };
        }
        return await inEnvironment(flags, choice, async ({ settings, cluster }) => {
          const { askBudgets } =
            require("../../components/stage/gate/read-budget") as typeof import("../../components/stage/gate/read-budget");
          const { explainBudget } =
            require("../../components/core/slo/budget") as typeof import("../../components/core/slo/budget");
          needSlos(action, settings);
          const budgets = await askBudgets(cluster, settings);
          const isUnknown = budgets.some(({ kind }) => kind === "unknown");
          return {
            exitCode: isUnknown ? exitCodes.refused : exitCodes.done,
            sentence: budgets.map(explainBudget).join("\n"),
            report: { environment, app: settings.app, objectives: budgets },
          };
        });
      });
    });
}
