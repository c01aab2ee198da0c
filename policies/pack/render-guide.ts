import { toConfigSchema } from "./config-schema";
import type { ConfigSchema, Policy } from "./policy";

const introduction = `# Policies

<!-- Written by "node policies/guide.js" from the policies themselves. -->

One pack says what may be released. It speaks in every preview and refuses in every update:

\`\`\`sh
pulumi preview --policy-pack policies                                   # from the repository
pulumi up --policy-pack policies --policy-pack-config policies.json
pulumi policy analyze --policy-pack policies --file state.json          # a state, without program or cluster
\`\`\`

Every message names resource, path, rule, value and fix, and one resource with five problems gets five messages. Secrets are never shown. The declarative checks among the policies are admission policies, which the [platform stack](../how-to/platform.md) hands to the cluster unchanged: the same rule decides in both places.

## Configuration

\`--policy-pack-config FILE\` takes JSON, by name of the policy. Besides its own keys every policy takes:

| key | default | meaning |
| --- | --- | --- |
| \`enforcementLevel\` | as listed below | \`mandatory\`, \`advisory\` or \`disabled\` |
| \`unknown\` | \`"advise"\` | what a preview does with a value that it cannot know: \`"advise"\`, or \`"block"\`; an update knows it before anything is created, and judges it |
| \`exemptions\` | \`[]\` | who may break the policy, see below |

### Exemptions

\`\`\`json
{
  "pss-host-path": {
    "exemptions": [
      { "resource": "DaemonSet monitoring/*", "reason": "reads the node's logs", "owner": "team-observability", "expires": "2027-03-31" }
    ]
  }
}
\`\`\`

\`resource\` is a glob of the URN, of Pulumi's name, or of \`<Kind> <namespace>/<name>\`. With \`container\`, a glob of a container's name, only what is found about such containers is exempted. What it exempts is still said in every run, as advice, with reason, owner and expiry. From the day after \`expires\` on it blocks again (a day that does not exist, such as 30 February, has ended), and the exemption is itself a violation (\`exemptions-current\`). To exempt something from a policy below, use its name as the key.

### A check of your own

A file in \`policies/checks/\` is a ValidatingAdmissionPolicy that plan time evaluates and the cluster enforces. What plan time would decide otherwise is refused when the file is loaded, by its field: \`failurePolicy\` other than \`Fail\`, selectors (write them as \`matchConditions\`, which are evaluated), \`excludeResourceRules\`, \`resourceNames\`, \`auditAnnotations\`, rules without \`CREATE\`, subresources. So are functions that plan time does not have (\`sets\`, \`math\`, \`url\`, \`ip\`, \`cidr\`, \`semver\`, \`format\`, \`optMap\`, sums and sorts of lists, arithmetic of quantities, macros of two variables), \`authorizer\`, \`namespaceObject\` and \`request.userInfo\`, each by its name. Regular expressions are RE2 in both places.

Pods are judged wherever they stand: a kind that no check lists is searched for pod specs (\`containers\` with an image each). In the cluster the pods that come of it are judged when they are created.
`;

const cell = (text: string): string => text.replaceAll("|", String.raw`\|`);

/** A table of a policy's own keys. */
function renderConfig(config: ConfigSchema | undefined): string {
  const properties = config === undefined ? {} : toConfigSchema(config).properties;
  const rows = Object.entries(properties).map(([name, { default: given, type, enum: words }]) => {
    const kind = words === undefined ? (type ?? "any") : words.map((word) => JSON.stringify(word)).join(", ");
    return `| \`${name}\` | ${cell(String(kind))} | ${given === undefined ? "_none_" : `\`${JSON.stringify(given)}\``} |`;
  });
  return rows.length === 0 ? "" : `\n| key | type | default |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}

function renderPolicy(policy: Policy): string {
  const { name, title, description, why, fix, severity, framework, config } = policy;
  const enforcement = policy.enforcement ?? "mandatory";
  const source =
    framework === undefined
      ? ""
      : `; [${framework.name} ${framework.version}](${framework.reference}): ${framework.specification}`;
  const when = "checkStack" in policy ? ", judges the stack as a whole" : "";
  return `### ${name}

**${title}** (${severity}, ${enforcement}${when}${source})

- What: ${description}
- Why: ${why}
- Fix: ${fix}
${renderConfig(config)}`;
}

/** The guide to all policies of the pack, in Markdown. */
export function renderGuide(policies: readonly Policy[]): string {
  const list = policies.map(({ name, title }) => `| [\`${name}\`](#${name}) | ${cell(title)} |`).join("\n");
  return `${introduction}
## All policies

| name | in short |
| --- | --- |
${list}

${policies.map(renderPolicy).join("\n")}`;
}
