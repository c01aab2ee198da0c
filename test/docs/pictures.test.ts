import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

const docs = path.resolve(__dirname, "../../docs");
const guides = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".md"),
);
const shown = guides.flatMap((file) =>
  Array.from(
    readFileSync(path.join(docs, file), "utf8").matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/gu),
    ([, text = "", target = ""]) => ({ text, picture: path.join(path.dirname(file), target) }),
  ),
);
const pictures = readdirSync(path.join(docs, "pictures")).map((name) => path.join("pictures", name));

test("every picture is shown by a guide, with words for those who do not see it", () => {
  expect(shown.map(({ picture }) => picture).toSorted()).toEqual(pictures.toSorted());
  expect(shown.filter(({ text }) => text.length < 80)).toEqual([]);
});

test("pictures are small: every clone has them", () => {
  const bytes = pictures.map((picture) => statSync(path.join(docs, picture)).size);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(300_000);
});
