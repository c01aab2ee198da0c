import { z } from "zod";

/** A key of the configuration as the guide lists it. */
export interface GuideKey {
  /** For example `sluice:stages[].weight`. */
  readonly key: string;
  /** Default: `required`, a literal in backquotes, or a text between underscores. */
  readonly usual: string;
  readonly meaning: string;
}

interface Node {
  readonly description?: string;
  readonly usual?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly required?: readonly string[];
}

const isEmpty = (value: unknown): boolean => Object.keys(Object(value) as object).length === 0;

const showDefault = (value: unknown): string =>
  `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

function showUsual(node: Node, isRequired: boolean): string {
  if (isRequired) return "required";
  return node.default === undefined ? `_${node.usual ?? "none"}_` : showDefault(node.default);
}

function listNode(node: Node, at: string): GuideKey[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, inner]) => {
    const key = `${at}${name}`;
    // The defaults of a mapping's keys describe the mapping.
    if (inner.properties !== undefined && (inner.default === undefined || isEmpty(inner.default))) {
      return listNode(inner, `${key}.`);
    }
    const usual = showUsual(inner, node.required?.includes(name) ?? false);
    const own = { key, usual, meaning: inner.description ?? "" };
    return [own, ...(inner.items === undefined ? [] : listNode(inner.items, `${key}[].`))];
  });
}

/** Every key that a schema accepts, in its order, with its text from {@link told}. */
export function listKeys(schema: z.ZodType): readonly GuideKey[] {
  return listNode(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node, "sluice:");
}
