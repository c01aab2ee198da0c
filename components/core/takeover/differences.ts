import { findLost } from "../routers/find-lost";
import { normalizeTemplate } from "../revision/normal-form";
import type { Revision } from "../revision/revision";

const comparable = ({ template, configuration }: Revision) => ({
  template: normalizeTemplate(template),
  configuration: Object.fromEntries(
    configuration.map(({ kind, name, ...content }) => [`${kind} ${name}`, content]),
  ),
});

/**
 * Paths in which a revision says something else than what runs: each of its fields must have its value there, while the
 * API server, and whoever else writes templates, may have added some.
 * @param running - read from the live Deployment in the same way
 */
export const findDifferences = (wanted: Revision, running: Revision): readonly string[] =>
  findLost([{ op: "add", path: "/r", value: comparable(wanted) }], { r: comparable(running) }).map((path) =>
    path.slice("/r/".length).replaceAll("/", "."),
  );
