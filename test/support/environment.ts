import { readEnvironment } from "../../stacks/files/environment";
import { parseStackName } from "../../stacks/name";
import type { EnvironmentConfig } from "../../stacks/schema/schema";

/** An image with digest whose digits are all the same. */
export const imageOf = (digit: string): string =>
  `registry.example.org/scholarlink@sha256:${digit.repeat(64)}`;

/** The least that an environment file must say. */
export const leastFile = [
  "config:",
  "  sluice:cluster: { context: prod-eu, uid: 5e0a34c2-7a2b-4c4e-9d7e-0d8a3a9a8f11 }",
  "  sluice:app: { name: scholarlink }",
  `  sluice:release: { image: "${imageOf("a")}" }`,
  "  sluice:traffic: { hosts: [app.example.org] }",
  '  sluice:analysis: { prometheus: "service://monitoring/prometheus:9090" }',
  "",
].join("\n");

/** The least file with top-level keys added or replaced, each given as YAML. */
export function fileWith(keys: Readonly<Record<string, string | undefined>>): string {
  const lines = leastFile
    .split("\n")
    .filter((line) => !Object.keys(keys).some((key) => line.startsWith(`  sluice:${key}:`)));
  const added = Object.entries(keys).flatMap(([key, value]) =>
    value === undefined ? [] : [`  sluice:${key}: ${value}`],
  );
  return [...lines, ...added, ""].join("\n");
}

/** The configuration of `prod` as {@link fileWith} writes it. */
export function configWith(keys: Readonly<Record<string, string | undefined>> = {}): EnvironmentConfig {
  return readEnvironment(parseStackName("prod"), { "Pulumi.prod.yaml": fileWith(keys) });
}
