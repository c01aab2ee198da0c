import type { DefaultsUse } from "../../stacks/files/defaults";
import { code, count, table } from "../../components/core/report/markdown";

/** Differences of an environment from the values that it shares with other services. */
export function renderDeviations({ file, version, deviations }: DefaultsUse): string[] {
  const from = `shared values: version ${code(version)} of ${code(file)}`;
  if (deviations.length === 0) return [`As the ${from}.`, ""];
  const rows = deviations.map(({ path, value, instead }) => [code(path), code(value), code(instead)]);
  return [
    `${count(deviations.length, "deviation")} from the ${from}:`,
    "",
    ...table(["key", "here", "shared"], rows),
  ];
}
