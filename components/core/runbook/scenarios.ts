import { kubectl } from "../access/kubectl";
import { previousPromoted } from "../ledger/promoted-version";
import { describeVersion } from "../revision/version";
import type { RunbookFacts } from "./facts";
import { shell } from "./facts";

/** One of the ways in which a release goes wrong: what is seen, and what is done. */
interface Scenario {
  readonly seen: string;
  readonly title: string;
  readonly does: (facts: RunbookFacts) => readonly string[];
}

function goBack({ settings: { environment }, ledger }: RunbookFacts): string {
  const before = ledger && previousPromoted(ledger);
  return before === undefined
    ? `There is no earlier release to go back to yet; \`sluice history ${environment}\` lists them.`
    : `When this was written, the release before was \`${describeVersion(before)}\`.`;
}

const scenarios: readonly Scenario[] = [
  {
    seen: "a release is under way, and the canary is bad",
    title: "The canary is bad",
    does: ({ settings: { environment } }) => [
      "The soak takes it off by itself when the evidence says so. Who knows better does not wait for it:",
      "",
      ...shell(
        `sluice abort ${environment} --reason "what you saw"   # all traffic to stable, from any machine`,
        `sluice status ${environment}                          # phase aborted, 0 % observed`,
      ),
      "Not sure, and users are well: stop the clock, look, then decide.",
      "",
      ...shell(
        `sluice pause ${environment} --reason "looking at it"`,
        `sluice resume ${environment} --reason "it was nothing"`,
      ),
      `Afterwards: a fixed version is released by \`sluice rollout ${environment}\`; the same one only after \`sluice retry ${environment} --reason TEXT\`.`,
      "",
    ],
  },
  {
    seen: "the release is promoted, and it is bad",
    title: "The promoted release is bad",
    does: (facts) => {
      const { environment } = facts.settings;
      return [
        "While it is still being promoted, and the canary has 100 or 50 %, `sluice abort` puts stable's version back first. After that:",
        "",
        ...shell(
          `sluice rollback ${environment}                  # the release before, through a watched stage of its own`,
          `sluice rollback ${environment} --to REVISION    # an older one, see sluice history ${environment}`,
        ),
        goBack(facts),
        "A rollback runs no migration, and says what to revert in the repository, and whether the older version runs on the database as it is now.",
        "",
      ];
    },
  },
  {
    seen: "no release is under way, and stable is bad",
    title: "Stable is bad: a hotfix",
    does: ({ settings: { environment } }) => [
      `1. Weigh what is faster than code: a flag off, more pods, \`sluice rollback ${environment}\` where the last release is to blame; after an abort, which has left stable as it was, \`sluice rollback ${environment} --to REVISION\` (\`sluice history ${environment}\` lists them).`,
      "2. Otherwise the smallest change from what runs, with its image by digest in `release.image`.",
      "3. Where stable itself keeps the gate shut (pods, data), say so in the file; only checks on stable are waived, visibly, until it expires:",
      "",
      "   ```yaml",
      '   release: { image: "…@sha256:…", emergency: { reason: "checkout fails", expires: "2026-11-21T18:00:00Z" } }',
      "   ```",
      "",
      ...shell(`sluice rollout ${environment}`),
    ],
  },
  {
    seen: "the migration failed, or data is damaged",
    title: "The migration failed, or data is damaged",
    does: ({ settings: { environment, app, namespace, cluster } }) => [
      "A failed migration stops before any pod of the new version serves: nothing has to be taken off, and the next `up` runs it again. Read why:",
      "",
      ...shell(
        kubectl(cluster, `-n ${namespace} get jobs -l app.kubernetes.io/name=${app}`),
        kubectl(cluster, `-n ${namespace} logs -l app.kubernetes.io/name=${app} --tail=200 --prefix`),
      ),
      `Data that the new version damages: take it off first (\`sluice abort ${environment} --reason TEXT\`, or \`sluice rollback ${environment}\` once it is promoted), then \`sluice restore ${environment}\`, which says what the backup from before the last migration overwrites and starts nothing without the app's name; where none is configured, the database's own way. Do not go back to a version that does not run on the migrated database.`,
      "",
    ],
  },
];

/** The decision tree, and each of its branches. */
export function renderScenarios(facts: RunbookFacts): readonly string[] {
  const { environment } = facts.settings;
  return [
    "## What is wrong",
    "",
    `Begin with \`sluice status ${environment}\`: it says what is under way, and what to do next.`,
    "",
    ...scenarios.map(({ seen, title }, at) => `${at + 1}. ${seen} → [${title}](#${at + 1}-${anchor(title)})`),
    "",
    ...scenarios.flatMap(({ title, does }, at) => [`### ${at + 1} ${title}`, "", ...does(facts)]),
  ];
}

/** End of a heading's address as forges make it. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 ]/g, "")
    .replaceAll(" ", "-");
}
