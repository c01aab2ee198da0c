import { stringify } from "yaml";
import type { GitopsPart } from "../../components/core/gitops/part";

/** Writes pieces as YAML documents; the place and the notes of each stand above it as comments. */
export function renderParts(parts: readonly GitopsPart[]): string {
  return parts
    .map(({ where, notes, content }) => {
      const comments = [`${where[0]?.toUpperCase()}${where.slice(1)}:`, ...notes].map(
        (line) => `# ${line}\n`,
      );
      return comments.join("") + (content === undefined ? "" : stringify(content, { lineWidth: 0 }));
    })
    .join("---\n");
}
