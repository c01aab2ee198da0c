import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { readBack } from "../../../cli/convert/read-back";
import { convertRollout } from "../../../components/core/convert/argo/rollout";
import { convertCanary } from "../../../components/core/convert/flagger/canary";
import { convertIngress } from "../../../components/core/convert/ingress/ingress";
import type { InputObject } from "../../../components/core/convert/input";
import { countFields, leavesOf } from "../../../components/core/convert/report";
import type { Json } from "../../../components/core/revision/revision";
import { kindOf, nameOf } from "../../../components/core/workload/from/identity";
import { flattenLists } from "../../../components/core/workload/from/flatten-lists";

/** Result of an object of a file in a conversion. */
export interface TriedConversion {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  /** Reason of the refusal; empty where it is converted. */
  readonly problems: readonly string[];
  readonly counts: ReturnType<typeof countFields>;
  /** Fields of all objects that were given, and fields in the report: the same number. */
  readonly given: number;
  readonly reported: number;
  /** Fields of the object that are lost. */
  readonly lost: readonly string[];
  /** Refusals of the result by Sluice, besides what no input can tell. */
  readonly toChange: readonly string[];
}

const origins = { Rollout: convertRollout, Canary: convertCanary, Ingress: convertIngress };

/** Manifests in a file: all of it, or its here-documents and fenced blocks. */
function blocksOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  if (/\.ya?ml$/.test(file)) return [text];
  const here = [...text.matchAll(/<<-? ?'?EOF'?[^\n]*\n([\s\S]*?)\n\s*EOF/g)];
  const fenced = [...text.matchAll(/```ya?ml\n([\s\S]*?)\n```/g)];
  return [...here, ...fenced].map(([, block]) => block as string);
}

function read(block: string, file: string): readonly InputObject[] {
  try {
    const documents = parseAllDocuments(block, { logLevel: "silent" });
    const all = "empty" in documents ? [] : documents;
    if (all.some(({ errors }) => errors.length > 0)) return [];
    const { objects } = flattenLists(all.map((document) => document.toJS() as Json));
    return objects.map((object) => ({ file, object }));
  } catch {
    // Templates and other texts of the repository are none of its manifests.
    return [];
  }
}

function tryOne(
  inputs: readonly InputObject[],
  one: InputObject,
  kind: keyof typeof origins,
): TriedConversion {
  const name = nameOf(one.object);
  const converted = origins[kind](inputs, { environment: "prod", name });
  const own = { file: one.file, kind, name };
  const given = inputs.reduce((sum, { object }) => sum + leavesOf(object).length, 0);
  if ("problems" in converted) {
    const problems = converted.problems.map(({ text }) => text);
    return { ...own, problems, counts: countFields([]), given, reported: given, lost: [], toChange: [] };
  }
  const { rows } = converted.conversion;
  const known = converted.conversion.gaps.length;
  const gaps = readBack(converted.conversion, "prod").gaps.slice(known);
  const lost = rows.filter(({ verdict, object }) => verdict === "lost" && object === `${kind} ${name}`);
  return {
    ...own,
    problems: [],
    counts: countFields(rows),
    given,
    reported: rows.reduce((sum, { fields }) => sum + fields, 0),
    lost: lost.map((row) => row.path),
    toChange: gaps.map(({ key, what }) => `${key}: ${what}`),
  };
}

/** Converts every Rollout, Canary and Ingress of a folder, each with what else stands in its block and folder. */
export function tryConversions(folder: string): readonly TriedConversion[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ya?ml|sh|md)$/.test(file) && !file.split(path.sep).includes("templates"))
    .toSorted();
  const blocks = files.flatMap((file) =>
    blocksOf(path.join(folder, file)).map((block) => ({ file, objects: read(block, file) })),
  );
  const isMain = ({ object }: InputObject): boolean => Object.hasOwn(origins, kindOf(object));
  return blocks.flatMap((block) =>
    block.objects.filter(isMain).map((one) => {
      const kind = kindOf(one.object) as keyof typeof origins;
      const near = blocks.filter(
        ({ file }) => path.dirname(file) === path.dirname(block.file) && file.endsWith("l"),
      );
      const others = near.filter((each) => each !== block).flatMap(({ objects }) => objects);
      const fitting = others.filter((each) => !isMain(each) && kindOf(each.object) !== "Service");
      const mine = block.objects.filter(
        (each) => each === one || kindOf(each.object) !== kind || kind === "Ingress",
      );
      return tryOne([...mine, ...fitting], one, kind);
    }),
  );
}
