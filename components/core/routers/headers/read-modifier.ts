import type { HeaderChange } from "./header-reader";
import { partOf, partsOf, textOf } from "./shape";

/** Gateway API's `{set: [{name, value}], add: […], remove: [name]}`. */
export function readModifier(modifier: unknown, path: string): HeaderChange[] {
  const { set, add, remove } = partOf(modifier);
  const pairs = (op: "set" | "add", list: unknown): HeaderChange[] =>
    partsOf(list).map(({ name, value }, at) => ({
      op,
      name: textOf(name).toLowerCase(),
      value: textOf(value),
      path: `${path}.${op}[${at}]`,
    }));
  const removed = (Array.isArray(remove) ? remove : []).map((name: unknown, at): HeaderChange => ({
    op: "remove",
    name: textOf(name).toLowerCase(),
    value: "",
    path: `${path}.remove[${at}]`,
  }));
  return [...pairs("set", set), ...pairs("add", add), ...removed];
}

/** Istio's `{set: {name: value}, add: {…}, remove: [name]}`. */
export function readOperations(operations: unknown, path: string): HeaderChange[] {
  const { set, add, remove } = partOf(operations);
  const toList = (record: unknown): { name: string; value: unknown }[] =>
    Object.entries(partOf(record)).map(([name, value]) => ({ name, value }));
  return readModifier({ set: toList(set), add: toList(add), remove }, path);
}
