import {
  code,
  count,
  details,
  escapeText,
  stackSummary,
  table,
  textTable,
} from "../../../../components/core/report/markdown";

test("text from elsewhere is shown as it is: no markup, no mention, no link, one line", () => {
  expect(escapeText("<b> *x* @ops #12\nhttps://a.example")).toBe(
    "&lt;b> \\*x\\* @\u200Bops #\u200B12 https:\u200B//a.example",
  );
});

test("code keeps its own marks and a table's bar out", () => {
  expect(code("a`b|c\nd")).toBe("`a'b\\|c d`");
});

test("a table of texts keeps bars and line ends in their cells, one of Markdown leaves them", () => {
  expect(textTable(["a|b"], [["c |\n d"]])).toEqual(["| a\\|b |", "| --- |", "| c \\| d |", ""]);
  expect(table(["a"], [["**b**"]])).toEqual(["| a |", "| --- |", "| **b** |", ""]);
});

test("nothing is shown of nothing", () => {
  expect([table(["a"], []), textTable(["a"], []), details("more", [])]).toEqual([[], [], []]);
});

test("lines open under their summary", () => {
  expect(details(stackSummary("prod", count(1, "change")), ["a", "b"])).toEqual([
    "<details>",
    "<summary><code>prod</code>: 1 change</summary>",
    "",
    "a",
    "b",
    "",
    "</details>",
    "",
  ]);
  expect(count(2, "stack")).toBe("2 stacks");
});
