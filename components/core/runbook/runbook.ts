import { kubectl } from "../access/kubectl";
import type { CheckUse } from "../checks/spec";
import { formatDuration } from "../duration";
import { gateChecks } from "../gate/checks";
import { hideSecrets } from "../report/hide-secrets";
import { textTable } from "../report/markdown";
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

/** Section with the people to call, and the places to look at. */
function renderContacts({ settings: { contacts = {}, environment } }: RunbookFacts): readonly string[] {
  const { owner, onCall, channel, escalation, dashboards = [], runbook, links = [] } = contacts;
  const all: readonly (readonly [what: string, where: string | undefined])[] = [
    ["owner", owner],
    ["on call", onCall],
    ["asked next", escalation],
    ["channel", channel],
    ...dashboards.map((url) => ["dashboard", `<${url}>`] as const),
    ...links.map(
      ({ name, url }) => [name, `\`${url}\`: \`sluice report ${environment}\` fills it in`] as const,
    ),
    ["another runbook", runbook === undefined ? undefined : `<${runbook}>`],
  ];
  const rows = all.flatMap(([what, where]) => (where === undefined ? [] : [[what, hideSecrets(where, [])]]));
  const table =
    rows.length === 0
      ? ["`sluice:contacts` names nobody, and no dashboard.", ""]
      : textTable(["who, what", "where"], rows);
  return ["## Who and where", "", ...table];
}

/** Places at which a check is asked, in words. */
const places: Readonly<Record<CheckUse, string>> = {
  preflight: "before a release",
  gate: "before each raise",
  promoted: "after a promotion",
  aborted: "after an abort or a rollback",
};

/** Section with everything that is checked before traffic rises, and afterwards. */
function renderChecks({ settings: { checks = [], environment } }: RunbookFacts): readonly string[] {
  const rows = checks.map(({ name, uses }) => [`\`${name}\``, uses.map((use) => places[use]).join(", ")]);
  return [
    "## Checks",
    "",
    "Before each raise the gate demands:",
    "",
    ...gateChecks.map(({ id, demands }) => `- \`${id}\`: ${demands}`),
    "",
    ...(rows.length === 0 ? [] : ["Checks of its own:", "", ...textTable(["check", "is asked"], rows)]),
    ...shell(
      `sluice preflight ${environment}          # go or no-go before a release, with evidence`,
      `sluice verify ${environment} --at all    # stable afterwards`,
    ),
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
 * Runbook of one environment's service as Markdown, with its real names: people and places, decision tree, each emergency
 * action as plain kubectl for its router, steps, checks. No value of a Secret, credential or routing key stands in it.
 */
export function renderRunbook(facts: RunbookFacts): string {
  return [
    ...renderPlace(facts),
    ...renderContacts(facts),
    ...renderScenarios(facts),
    ...renderPlain(facts),
    ...renderSteps(facts),
    ...renderChecks(facts),
  ]
    .join("\n")
    .trimEnd();
}
