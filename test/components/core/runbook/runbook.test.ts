import { gateChecks } from "../../../../components/core/gate/checks";
import { renderRunbook } from "../../../../components/core/runbook/runbook";
import type { RunbookFacts } from "../../../../components/core/runbook/facts";
import type { Settings } from "../../../../components/core/settings";
import { describeVersion } from "../../../../components/core/revision/version";
import { commands } from "../../../../cli/command-list";
import { parseStackName } from "../../../../stacks/name";
import { toSettings } from "../../../../stacks/settings/settings";
import { configWith } from "../../../support/environment";
import { before, ledgerOf, released } from "../../../support/gate";

const settings = toSettings(configWith({}), parseStackName("prod"));
const facts: RunbookFacts = { settings, leverByHand: [], nowSeconds: 1_764_166_865 };

test("names this service's own objects, stages and hosts", () => {
  const text = renderRunbook(facts);
  for (const name of [
    `# Runbook: ${settings.app} in prod`,
    `\`${settings.app}-stable\`, \`${settings.app}-canary\``,
    `ConfigMap \`sluice-${settings.app}\``,
    `\`${settings.traffic.host}\``,
    `kubectl --context prod-eu -n ${settings.namespace} scale deployment ${settings.app}-canary --replicas=0`,
    ...settings.stages.map(({ key }) => `| \`prod-canary-${key}\` | ${key} % |`),
  ])
    expect(text).toContain(name);
  expect(
    renderRunbook({
      ...facts,
      settings: { ...settings, traffic: { ...settings.traffic, hosts: ["a.example", "b.example"] } },
    }),
  ).toContain("`a.example`, `b.example`");
});

test("says what a stage of blue-green waits for, and how long the release before is kept", () => {
  const blue = toSettings(
    configWith({ strategy: "blue-green", checks: "[{ name: home, requests: [{ url: / }] }]" }),
    parseStackName("prod"),
  );
  const text = renderRunbook({ ...facts, settings: blue });
  expect(text).toContain("| `prod-canary-100` | checks for 5m → 100 % | 30m |");
  expect(text).toContain("the release before stays ready on stable for 30m at least");
});

test("each branch of the decision tree leads to a section", () => {
  const text = renderRunbook(facts);
  const links = [...text.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(([, anchor]) => anchor);
  const heads = [...text.matchAll(/^### (.+)$/gm)].map(([, head = ""]) =>
    head
      .toLowerCase()
      .replaceAll(/[^a-z0-9 ]/g, "")
      .replaceAll(" ", "-"),
  );
  expect(links).toHaveLength(4);
  expect(heads).toEqual(expect.arrayContaining(links));
});

test("names no command of sluice that does not exist", () => {
  const named = [...renderRunbook(facts).matchAll(/sluice ([a-z]+)/g)].map(([, name]) => name);
  expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining([...new Set(named)]));
});

test("names the cluster in every line of kubectl: the current context is never used", () => {
  const lines = renderRunbook(facts)
    .split("\n")
    .filter((line) => line.startsWith("kubectl"));
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter((line) => !line.startsWith("kubectl --context prod-eu "))).toEqual([]);
});

test("has the plain lines of its router, or says that there are none", () => {
  const bare = renderRunbook(facts);
  expect(bare).toContain("could not be read when this was written");
  expect(bare).toContain("This router has no second lever");
  const whole = renderRunbook({
    ...facts,
    zeroByHand: "kubectl patch zero",
    leverByHand: ["kubectl patch lever"],
  });
  expect(whole).toContain("```sh\nkubectl patch zero\n```");
  expect(whole).toContain("```sh\nkubectl patch lever\n```");
  expect(whole).toContain("**Never while stable rolls**");
});

test("says what stable runs and where a rollback goes, where that is known", () => {
  expect(renderRunbook(facts)).toContain("no earlier release to go back to");
  const ledger = ledgerOf({ phase: "promoted", promoted: [{ image: before }, { image: released }] });
  const text = renderRunbook({ ...facts, ledger });
  expect(text).toContain(`the release before was \`${describeVersion({ image: before })}\``);
  expect(text).toContain(`| stable, when this was written | \`${describeVersion({ image: released })}\` |`);
  expect(renderRunbook({ ...facts, ledger: ledgerOf({ promoted: [] }) })).not.toContain(
    "when this was written |",
  );
});

test("names the people to call and the dashboards, without the passwords in their addresses", () => {
  const { contacts, ...others } = toSettings(
    configWith({
      contacts:
        '{ owner: team shop, onCall: "#oncall", escalation: ben, channel: "#shop|ops", runbook: "https://wiki.example.org/shop", links: [{ name: Logs, url: "https://logs.example.org/?q={canary}" }] }',
    }),
    parseStackName("prod"),
  );
  // The file may not have one: an older attempt's settings might.
  const dashboards = ["https://u:marker-7d1f@grafana.example.org/d/1?from=now-1h"];
  const named = { ...others, contacts: { ...contacts, dashboards } } as Settings;
  const text = renderRunbook({ ...facts, settings: named });
  for (const line of [
    "| owner | team shop |",
    "| on call | #oncall |",
    "| asked next | ben |",
    "| channel | #shop\\|ops |",
    "| dashboard | <https://…@grafana.example.org/d/1?from=now-1h> |",
    "| Logs | `https://logs.example.org/?q={canary}`: `sluice report prod` fills it in |",
    "| another runbook | <https://wiki.example.org/shop> |",
  ])
    expect(text).toContain(line);
  expect(text).not.toContain("marker-7d1f");
  expect(renderRunbook(facts)).toContain("`sluice:contacts` names nobody, and no dashboard.");
});

test("names every check of the gate, and its own with the moments at which they are asked", () => {
  const own = toSettings(
    configWith({
      checks:
        "[{ name: login, requests: [{ url: /login }] }, { name: stock, at: [preflight], webhook: { url: 'https://a.example.org' } }]",
    }),
    parseStackName("prod"),
  );
  const text = renderRunbook({ ...facts, settings: own });
  for (const { id, demands } of gateChecks) expect(text).toContain(`- \`${id}\`: ${demands}`);
  expect(text).toContain("| `login` | before each raise, after a promotion, after an abort or a rollback |");
  expect(text).toContain("| `stock` | before a release |");
  expect(renderRunbook(facts)).not.toContain("Checks of its own");
});

test("no secret of settings or ledger stands in it", () => {
  const marker = "marker-7d1f";
  const marked = {
    ...settings,
    analysis: {
      ...settings.analysis,
      prometheus: `https://user:${marker}@prometheus.example/api?token=${marker}`,
    },
  };
  const ledger = ledgerOf({ evidence: marker, note: marker });
  const text = renderRunbook({ ...facts, settings: marked, ledger });
  expect(text).not.toContain(marker);
  expect(text).toContain("`https://prometheus.example/api`");
});
