import { kubectl } from "../access/kubectl";
import { formatDuration } from "../duration";
import { describeVersion } from "../revision/version";
import { objectNames } from "../settings";
import { describeSteps } from "../stage/describe-steps";
import { weightStage } from "../stage/exposure";
import { stageStack } from "../stage/stack-name";
import type { RunbookFacts } from "./facts";
import { shell } from "./facts";
import { renderScenarios } from "./scenarios";

/** Section with the places of everything, by their real names. */
function renderPlace({ settings, ledger, nowSeconds }: RunbookFacts): readonly string[] {
  const { environment, app, namespace, cluster, traffic, analysis } = settings;
  const { stable, canary, ledger: record } = objectNames(app);
  const stableVersion = ledger?.promoted.at(-1);
  const rows: readonly (readonly [string, string])[] = [
    ["environment", `\`${environment}\`, file \`Pulumi.${environment}.yaml\``],
    ["cluster", `context \`${cluster.context}\`, namespace \`${namespace}\``],
    ["stable, canary", `Deployments and Services \`${stable}\`, \`${canary}\``],
    ["users reach it by", (traffic.hosts ?? [traffic.host]).map((host) => `\`${host}\``).join(", ")],
    ["route", `\`${traffic.route}\`, router \`${traffic.router}\``],
    ["record of the release", `ConfigMap \`${record}\``],
    ["evidence", `\`${withoutUser(analysis.prometheus)}\`, source \`${analysis.source}\``],
    ...(stableVersion === undefined
      ? []
      : [["stable, when this was written", `\`${describeVersion(stableVersion)}\``] as const]),
  ];
  return [
    `# Runbook: ${app} in ${environment}`,
    "",
    `Written by \`sluice runbook ${environment}\` at ${new Date(nowSeconds * 1000).toISOString()}: write it again after a change of the environment file.`,
    "",
    "| what | where |",
    "| --- | --- |",
    ...rows.map(([what, where]) => `| ${what} | ${where} |`),
    "",
  ];
}

function withoutUser(address: string): string {
  return address.replace(/(\w+:\/\/)[^/@]*@/, "$1").replace(/\?.*$/, "");
}

function renderSteps({ settings }: RunbookFacts): readonly string[] {
  const { environment, stages } = settings;
  const rows = stages.map(
    (stage) =>
      `| \`${stageStack(environment, stage.key)}\` | ${describeSteps(stage).join(" → ")} | ${formatDuration(stage.soakSeconds)} |`,
  );

  return [
    "## A release, step by step",
    "",
    ...shell(
      `sluice preview ${environment}    # what would change, what the gates say, how long it takes`,
      `sluice rollout ${environment}    # all of it; interrupted, the same command goes on`,
      `sluice status ${environment}     # where it stands, who watches, what is next`,
    ),
    `\`rollout\` runs \`pulumi up\` of the base stack \`${environment}\`, of each stage, and of the base stack again; each may be run by hand:`,
    "",
    "| stack | requests on the canary | least soak |",
    "| --- | --- | --- |",
    ...rows,
    "",
    ...stages
      .filter(({ key }) => key === weightStage(100).key)
      .flatMap(({ soakSeconds }) => [
        `At 100 % the release before stays ready on stable for ${formatDuration(soakSeconds)} at least: until the promotion \`sluice abort ${environment}\` brings it back by one write of the route.`,
        "",
      ]),
    "Exit codes: 3 a gate refuses (its message has the way out), 4 aborted, 6 held for lack of proof, 7 another run has the lock.",
    "",
  ];
}

function renderPlain({ settings, zeroByHand, leverByHand }: RunbookFacts): readonly string[] {
  const { environment, app, namespace, cluster, traffic } = settings;
  const { canary, ledger } = objectNames(app);
  const at = (line: string): string => kubectl(cluster, `-n ${namespace} ${line}`);
  const zero =
    zeroByHand === undefined
      ? [
          `The route \`${traffic.route}\` could not be read when this was written: \`sluice status ${environment}\` prints the line while a release runs.`,
          "",
        ]
      : [
          "All traffic to stable. It refuses where another writer moved a backend since this was written: then `sluice status` prints the line for the route as it is. The next run of Sluice finds this write and ends the attempt. **Never while stable rolls** (phase `promoting`): stable is not ready then.",
          "",
          ...shell(zeroByHand),
        ];
  const lever =
    leverByHand.length === 0
      ? ["This router has no second lever: where the route cannot be written, call who may write it.", ""]
      : [
          "Where the route cannot be written: stable's pods answer what the route sends to the canary. Only while stable has all its pods.",
          "",
          ...shell(...leverByHand),
        ];
  return [
    "## Without Sluice",
    "",
    "From a checkout that is not at hand, first `sluice abort` with `--context`, `--uid`, `--app` and `--namespace`. Without Sluice, by kubectl:",
    "",
    "### Look",
    "",
    ...shell(
      at(`get configmap ${ledger} -o jsonpath='{.data.ledger\\.json}'`),
      at(`get deployments,pods -l app.kubernetes.io/name=${app}`),
      at(`get events --sort-by=.lastTimestamp`),
      at(`logs deployment/${canary} --all-containers --tail=200`),
    ),
    "### Weight 0",
    "",
    ...zero,
    "### Second lever",
    "",
    ...lever,
    "### The canary's pods",
    "",
    "After weight 0, and only when no request reaches them any more:",
    "",
    ...shell(at(`scale deployment ${canary} --replicas=0`)),
    "Going back to an earlier release has no plain line: template, configuration and record belong together, and `sluice rollback` brings all of them.",
    "",
  ];
}

/**
 * Runbook of one environment's service as Markdown, with its real names: steps, decision tree, and each emergency action
 * as plain kubectl for its router. No value of a Secret, credential or routing key stands in it.
 */
export function renderRunbook(facts: RunbookFacts): string {
  return [...renderPlace(facts), ...renderScenarios(facts), ...renderPlain(facts), ...renderSteps(facts)]
    .join("\n")
    .trimEnd();
}
