import { z } from "zod";
import { scoreToLevel, toLevel, type Level, type Vulnerability } from "./vulnerability";

const text = z.string().default("");

const trivySchema = z
  .object({
    SchemaVersion: z.number(),
    ArtifactName: z.string().optional(),
    Results: z
      .array(
        z.object({
          Vulnerabilities: z
            .array(
              z.object({
                VulnerabilityID: z.string(),
                Severity: text,
                PkgName: text,
                InstalledVersion: text,
              }),
            )
            .nullish(),
        }),
      )
      .nullish(),
  })
  // Trivy leaves the results out, or writes null, where it found nothing to scan or to report.
  .refine(({ Results, ArtifactName }) => Array.isArray(Results) || ArtifactName !== undefined);

const matchSchema = z.object({
  vulnerability: z.object({ id: z.string(), severity: text }),
  artifact: z.object({ name: text, version: text }).default({ name: "", version: "" }),
});
const grypeSchema = z
  .object({ matches: z.array(matchSchema).nullish(), descriptor: z.object({ name: z.string() }).optional() })
  // Null is how Go writes an empty list.
  .refine(({ matches, descriptor }) => Array.isArray(matches) || descriptor?.name === "grype");

const sarifSchema = z.object({
  runs: z
    .array(
      z.object({
        tool: z.object({
          driver: z.object({
            rules: z
              .array(z.object({ id: z.string(), properties: z.record(z.string(), z.unknown()).default({}) }))
              .default([]),
          }),
        }),
        results: z.array(z.object({ ruleId: z.string(), level: z.string().optional() })),
      }),
    )
    .min(1),
});

const named = (name: string, version: string): string => `${name} ${version}`.trim();

function readTrivy(result: z.output<typeof trivySchema>): readonly Vulnerability[] {
  return (result.Results ?? []).flatMap(({ Vulnerabilities }) =>
    (Vulnerabilities ?? []).map((each) => ({
      id: each.VulnerabilityID,
      level: toLevel(each.Severity),
      component: named(each.PkgName, each.InstalledVersion),
    })),
  );
}

function readGrype(result: z.output<typeof grypeSchema>): readonly Vulnerability[] {
  return (result.matches ?? []).map(({ vulnerability, artifact }) => ({
    id: vulnerability.id,
    level: toLevel(vulnerability.severity),
    component: named(artifact.name, artifact.version),
  }));
}

/** SARIF has no severity of its own: scanners write a CVSS score on the rule; without one the result's level counts. */
const sarifLevels: Readonly<Record<string, Level>> = {
  error: "high",
  warning: "medium",
  note: "low",
  none: "negligible",
};

/** A score that cannot be read counts as none, so that the result's level decides. */
function readScore(value: unknown): number | undefined {
  const score = typeof value === "string" ? Number.parseFloat(value) : value;
  return typeof score === "number" && !Number.isNaN(score) ? score : undefined;
}

function readSarif(result: z.output<typeof sarifSchema>): readonly Vulnerability[] {
  return result.runs.flatMap(({ tool, results }) => {
    const scores = new Map(
      tool.driver.rules.map(({ id, properties }) => [id, properties["security-severity"]]),
    );
    return results.map(({ ruleId, level }) => {
      const score = readScore(scores.get(ruleId));
      const scored = score === undefined ? undefined : scoreToLevel(score);
      return { id: ruleId, level: scored ?? sarifLevels[level ?? "warning"] ?? "unknown", component: "" };
    });
  });
}

/**
 * The vulnerabilities in a scanner's own words: Trivy, Grype or SARIF.
 * @returns undefined when it is none of them
 */
export function readScannerResult(result: unknown): readonly Vulnerability[] | undefined {
  const trivy = trivySchema.safeParse(result);
  if (trivy.success) return readTrivy(trivy.data);
  const grype = grypeSchema.safeParse(result);
  if (grype.success) return readGrype(grype.data);
  const sarif = sarifSchema.safeParse(result);
  return sarif.success ? readSarif(sarif.data) : undefined;
}
