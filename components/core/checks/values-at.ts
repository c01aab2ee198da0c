import { showJson } from "../json";
import type { Json } from "../revision/revision";

/** Names, positions and choices of a path, one match each. */
const steps = /\["([^"]*)"\]|\[([^\]]*)\]|([^.[\]]+)/g;

const itemsOf = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

const member = (value: Json, name: string): Json | undefined =>
  (Object(value) as Readonly<Record<string, Json>>)[name];

function take(value: Json, inBrackets: string | undefined, name: string): readonly (Json | undefined)[] {
  if (inBrackets === undefined) return [member(value, name)];
  if (inBrackets === "*") return itemsOf(value);
  const [, key, wanted] = /^([^=]+)=(.*)$/s.exec(inBrackets) ?? [];
  return key === undefined
    ? [member(value, inBrackets)]
    : itemsOf(value).filter((item) => showJson(member(item, key)) === wanted);
}

/**
 * Values in JSON by a path; a leading `$` is the whole.
 * @returns none where there is none
 * @example valuesAt(body, "keys[*].kid")
 * @example valuesAt(object, 'status.conditions[type=Ready].status')
 * @example valuesAt(object, 'metadata.annotations["example.org/owner"]')
 */
export function valuesAt(value: Json | undefined, path: string): readonly Json[] {
  if (value === undefined) return [];
  let found: readonly Json[] = [value];
  for (const [, quoted, inBrackets, plain = quoted ?? ""] of path.replace(/^\$\.?/, "").matchAll(steps)) {
    found = found.flatMap((one) =>
      take(one, inBrackets, plain).filter((inner): inner is Json => inner !== undefined),
    );
  }
  return found;
}
