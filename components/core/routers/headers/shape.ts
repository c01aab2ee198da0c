/** Any part of a manifest. */
export type Part = Readonly<Record<string, unknown>>;

/** A mapping, empty where there is none. */
export function partOf(value: unknown): Part {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Part) : {};
}

/** A list of mappings, empty where there is none. */
export function partsOf(value: unknown): Part[] {
  return Array.isArray(value) ? value.map(partOf) : [];
}

/** A list, empty where there is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A text, empty where there is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
