import { parseQuantity } from "../workload/sizes/quantity";
import { isObject } from "../json";
import type { Json } from "./revision";

/** JSON text with the keys of every object in order: equal values have equal texts. */
export function toCanonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalText).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${toCanonicalText(value[key] as Json)}`);
  return `{${entries.join(",")}}`;
}

/** A value as a person reads it: a text as it is. */
export function toText(value: Json): string {
  return typeof value === "string" ? value : toCanonicalText(value);
}

/** Fields whose values are quantities, or mappings of quantities. */
const quantityFields = new Set(["sizeLimit", "divisor"]);
const quantityMaps = new Set(["requests", "limits", "overhead"]);

/** Whether a field holds a quantity, by its own name and that of the field around it. */
export function isQuantity(field: string, around: string): boolean {
  return quantityFields.has(field) || quantityMaps.has(around);
}

/** A quantity in one of its many notations, as a number; anything else as it is. */
export function toQuantity(value: Json): Json {
  const isText = typeof value === "string" || typeof value === "number";
  const number = isText ? parseQuantity(String(value)) : undefined;
  // Notations differ in their rounding: 35m is 35 times a thousandth.
  return number === undefined ? value : Number(number.toPrecision(12));
}
