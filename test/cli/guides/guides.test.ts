import * as fs from "node:fs";
import * as path from "node:path";
import { commands } from "../../../cli/command-list";
import { fillBlocks, listBlocks } from "../../../cli/guides/fill-blocks";
import { guides } from "../../../cli/guides/guides";

const read = (name: string): string =>
  fs.readFileSync(path.resolve(__dirname, "../../../docs", name), "utf8");

describe.each(Object.entries(guides))("docs/%s", (name, blocks) => {
  test("is what node cli/guides.js writes", () => {
    expect(read(name)).toBe(fillBlocks(read(name), blocks));
  });

  test("has every block once, and no other", () => {
    expect(listBlocks(read(name)).toSorted()).toEqual(Object.keys(blocks).toSorted());
  });
});

test.each(commands.map((command) => [command.name, command] as const))(
  "%s is loaded under its name, and says what it does",
  (name, { summary, load }) => {
    const command = load();
    expect(command.name()).toBe(name);
    expect(command.description()).not.toBe("");
    expect(summary).not.toBe("");
  },
);

test("fillBlocks() leaves what people wrote, and refuses a block that nothing is made of", () => {
  const text = "before\n<!-- made: a -->\nold\n<!-- end -->\nafter";
  const filled = fillBlocks(text, { a: () => "new $& text" });
  expect(filled).toBe("before\n<!-- made: a -->\n\nnew $& text\n\n<!-- end -->\nafter");
  expect(fillBlocks(filled, { a: () => "new $& text" })).toBe(filled);
  expect(() => fillBlocks(text, {})).toThrow('Cannot fill block "a"');
});
