import { parseAllDocuments } from "yaml";
import type { Conversion, Converted } from "../../../../../components/core/convert/conversion";
import type { InputObject } from "../../../../../components/core/convert/input";
import type { Row } from "../../../../../components/core/convert/report";
import type { JsonObject } from "../../../../../components/core/revision/revision";

/** Objects of a text of YAML, as if they stood in one file. */
export function read(text: string): readonly InputObject[] {
  const documents = parseAllDocuments(text) as { toJS: () => JsonObject | null }[];
  const objects = documents.map((document) => document.toJS()).filter((one) => one !== null);
  return objects.map((object) => ({ file: "all.yaml", object }));
}

/** The conversion, which has to be one. */
export function demand(converted: Converted): Conversion {
  if ("conversion" in converted) return converted.conversion;
  throw new Error(converted.problems.map(({ text }) => text).join("; "));
}

/** The row of a field. */
export function rowOf({ rows }: Conversion, object: string, path: string): Row {
  const found = rows.find((row) => row.object === object && row.path === path);
  const known = rows.filter((row) => row.object === object).map((row) => row.path);
  if (found === undefined) throw new Error(`no row ${object} ${path}: ${known.join(", ")}`);
  return found;
}

/** A file of the result. */
export function fileOf({ files }: Conversion, path: string): JsonObject {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`no file ${path}: ${files.map((file) => file.path).join(", ")}`);
  return found.object;
}
