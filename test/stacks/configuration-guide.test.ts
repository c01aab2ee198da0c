import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { environmentSchema } from "../../stacks/schema";

interface Node {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly required?: readonly string[];
}

/** A default as the guide writes it; undefined where the schema has none. */
const show = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const isEmpty = (value: unknown): boolean => Object.keys(Object(value) as object).length === 0;

/** Every key that can be set, with what its default cell must say: "required", a literal, or undefined for prose. */
function listKeys(node: Node, at = "sluice:"): [key: string, cell: string | undefined][] {
  return Object.entries(node.properties ?? {}).flatMap(([name, inner]) => {
    const key = `${at}${name}`;
    const nested = inner.properties !== undefined && (inner.default === undefined || isEmpty(inner.default));
    const literal = inner.default === undefined ? undefined : `\`${show(inner.default)}\``;
    const own: [string, string | undefined] = [key, node.required?.includes(name) ? "required" : literal];
    return [
      ...(nested ? [] : [own]),
      ...(nested ? listKeys(inner, `${key}.`) : []),
      ...(inner.items?.properties ? listKeys(inner.items, `${key}[].`) : []),
    ];
  });
}

const guide = fs.readFileSync(path.resolve(__dirname, "../../docs/configuration.md"), "utf8");
const rows = [...guide.matchAll(/^\| `(sluice:[^`]+)` \| (.*?) \| /gm)].map(
  ([, key = "", cell = ""]) => [key, cell] as const,
);
const schema = z.toJSONSchema(environmentSchema, { io: "input", unrepresentable: "any" }) as Node;

describe("docs/configuration.md", () => {
  test("lists every key of the schema and no other", () => {
    expect(rows.map(([key]) => key).toSorted()).toEqual(
      listKeys(schema)
        .map(([key]) => key)
        .toSorted(),
    );
  });

  test.each(listKeys(schema))("gives the default of %s as the schema has it", (key, cell) => {
    const written = rows.find(([each]) => each === key)?.[1];
    if (cell === undefined) expect(written).toMatch(/^_.+_$/);
    else expect(written).toBe(cell);
  });
});
