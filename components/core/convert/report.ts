import { shorten } from "../shorten";
import { isObject, showJson, walk } from "../json";
import type { Part } from "../json";
import type { JsonObject } from "../revision/revision";
import { describe } from "../workload/from/identity";
import type { Fate, Verdict } from "./fate";
import type { InputObject } from "./input";

/** A field of the input, or several with the same fate, and what becomes of it. */
export interface Row {
  readonly file: string;
  /** For example "Rollout shop". */
  readonly object: string;
  /** For example `spec.strategy.canary.steps[0].setWeight`; everything below it is meant. Empty: the whole object. */
  readonly path: string;
  /** Number of fields that it stands for. */
  readonly fields: number;
  /** Behaviour there: the value, or words. */
  readonly before: string;
  readonly verdict: Verdict;
  readonly now: string;
  readonly fix?: string;
  readonly guards?: true;
}

/** Longest value that a row shows, characters. */
const mostCharacters = 60;

const unknown: Fate = {
  at: "",
  verdict: "lost",
  now: "no setting of Sluice has this meaning",
  fix: "look up what it does there, and whether the service needs it",
};

/** The fields of an object: texts, numbers and the like, and what is empty. */
export function leavesOf(object: JsonObject): readonly Part[] {
  return [...walk(object)].filter(({ value }) =>
    Array.isArray(value) ? value.length === 0 : !isObject(value) || Object.keys(value).length === 0,
  );
}

/** A path as people write it; a name with other characters stands in brackets. */
export function showPath(path: readonly string[]): string {
  return path.reduce((text, name) => {
    if (/^\[\d+\]$/.test(name)) return `${text}${name}`;
    if (!/^[\w-]+$/.test(name)) return `${text}["${name}"]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

const fits = (pattern: string, name: string | undefined): boolean =>
  name !== undefined &&
  (pattern === name || (pattern.endsWith("*") && name.startsWith(pattern.slice(0, -1))));

/** Length of the way that a fate and a path share; undefined where the path is not the fate's. */
function reach({ at }: Fate, path: readonly string[]): number | undefined {
  const names = at === "" ? [] : at.split(" ");
  return names.every((name, index) => fits(name, path[index])) ? names.length : undefined;
}

/** A value as a row shows it: short, without credentials in addresses. */
function showLeaf(value: Part["value"]): string {
  const text = showJson(value)
    .replaceAll(/\/\/[^/@\s"]*@/g, "//…@")
    .replaceAll(/\s+/g, " ")
    .trim();
  return shorten(text, mostCharacters);
}

/**
 * Fate of every field of an object: the fate with the longest way to it, of two the first. A field that no fate names
 * is lost, and its value is not shown, since nobody knows what it is.
 */
export function toRows({ file, object }: InputObject, fates: readonly Fate[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { path, value } of leavesOf(object)) {
    let best = unknown;
    let length = -1;
    for (const fate of fates) {
      const found = reach(fate, path);
      if (found === undefined || found <= length) continue;
      [best, length] = [fate, found];
    }
    const isKnown = length >= 0;
    const place = showPath(isKnown ? path.slice(0, length) : path);
    const { at: _, ...fate } = best;
    const before = rows.get(place);
    const fields = (before?.fields ?? 0) + 1;
    const whole = length === path.length ? showLeaf(value) : fields === 1 ? "one field" : `${fields} fields`;
    rows.set(place, {
      file,
      object: describe(object),
      path: place,
      fields,
      ...fate,
      before: best.before ?? (isKnown ? whole : "not shown"),
    });
  }
  return [...rows.values()];
}

/** Number of fields by fate. */
export function countFields(rows: readonly Row[]): Readonly<Record<Verdict, number>> {
  const count = (verdict: Verdict): number =>
    rows.filter((row) => row.verdict === verdict).reduce((sum, { fields }) => sum + fields, 0);
  return {
    exact: count("exact"),
    approximate: count("approximate"),
    lost: count("lost"),
    unused: count("unused"),
  };
}
