import { describeExposure } from "../stage/exposure";
import { listFacts } from "./facts-table";
import type { Report } from "./report";

/** Facts of a report that a release text repeats. */
const told: ReadonlySet<string> = new Set([
  "Release",
  "Before it",
  "What changed",
  "Commit",
  "Ended",
  "Database",
  "Policies",
]);

/** Name of the Git tag of a promoted attempt, e.g. `shop-prod-12`. */
const tagOf = ({ app, environment, attempt }: Pick<Report, "app" | "environment" | "attempt">): string =>
  `${app}-${environment}-${attempt}`;

/** Commands that tag and publish a release, and show what is attested about its image. */
export function releaseCommands(report: Report): readonly string[] {
  const tag = tagOf(report);
  const { commit, release } = report;
  return [
    ...(commit === null ? [] : [`git tag -a ${tag} ${commit} -F release.md && git push origin ${tag}`]),
    `gh release create ${tag} --notes-file release.md   # GitLab: glab release create ${tag} -F release.md`,
    `cosign tree ${release}   # signatures, bills of materials, scans`,
    `cosign download attestation --predicate-type=https://spdx.dev/Document ${release}`,
  ];
}

/** Text of a promoted release, for a Git tag or a page of releases. */
export function renderRelease(report: Report): string {
  const { app, environment, attempt, stages, release } = report;
  return [
    `# ${app} ${environment}: release ${attempt}`,
    "",
    `- **Image**: \`${release}\``,
    ...listFacts(report)
      .filter(([name]) => told.has(name))
      .map(([name, words]) => `- **${name}**: ${words}`),
    "",
    ...(stages.length === 0 ? [] : ["## Evidence", ""]),
    ...stages.map((stage) => `- ${describeExposure(stage)}: ${stage.verdict?.sentence ?? stage.phase}`),
    ...(stages.length === 0 ? [] : [""]),
    "## Commands",
    "",
    "```sh",
    ...releaseCommands(report),
    "```",
  ].join("\n");
}
