import { Document, isScalar } from "yaml";
import type { Gap, Settings } from "../../components/core/convert/conversion";

/** Path of a key such as `sluice:traffic.hosts[0]` in the file. */
export function toPath(key: string): readonly (string | number)[] {
  const [first = "", ...rest] = key.split(/\.|\[(\d+)\]/).filter((part) => part !== undefined && part !== "");
  return ["config", first, ...rest.map((part) => (/^\d+$/.test(part) ? Number(part) : part))];
}

/** Text of an environment's file: what is missing stands as an empty text, with a comment that says what belongs there. */
export function renderEnvironment(environment: string, settings: Settings, gaps: readonly Gap[]): string {
  const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`sluice:${key}`, value]));
  const document = new Document({ config });
  document.commentBefore = ` The environment "${environment}". Every key and default: docs/reference/configuration.md.\n Lines that say "to fill in" are what the input could not tell.`;
  for (const { key, what, command, taken } of gaps) {
    if (taken !== undefined || !key.startsWith("sluice:")) continue;
    const node: unknown = document.getIn(toPath(key), true);
    if (!isScalar(node)) continue;
    node.comment = ` to fill in: ${what}${command === undefined ? "" : `: ${command}`}`;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
