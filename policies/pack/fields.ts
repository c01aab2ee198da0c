/** Fields of an object, or of a part of one. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value has fields: it is neither a list nor a plain value. */
export const isMapping = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
