import * as fs from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");
const ignored = ["node_modules", ".git", "out", "dist"];
const list = (folder: string): string[] =>
  fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !ignored.includes(name))
    .flatMap((entry) => {
      const name = path.join(folder, entry.name);
      return entry.isDirectory() ? list(name) : [name];
    });
const files = list("").filter((file) => /\.(md|ts|js|yml|yaml)$/u.test(file));
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

/** Anchor of a heading, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (text: string): string[] =>
  Array.from(text.matchAll(/^#+ (.*)$/gmu), ([, heading = ""]) => anchorOf(heading));

test("every link between the guides leads somewhere, to its heading too", () => {
  const broken = files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) =>
      Array.from(read(file).matchAll(/\]\(([^)\s]+)\)/gu), ([, target = ""]) => target)
        .filter((target) => !/^(https?:|#|mailto:)/u.test(target))
        .filter((target) => {
          const [to = "", anchor] = target.split("#");
          const found = path.join(root, path.dirname(file), to);
          if (!fs.existsSync(found)) return true;
          return anchor !== undefined && !anchorsOf(fs.readFileSync(found, "utf8")).includes(anchor);
        })
        .map((target) => `${file}: ${target}`),
    );
  expect(broken).toEqual([]);
});

test("every guide that code, messages and workflows name exists", () => {
  const named = files.flatMap((file) =>
    Array.from(read(file).matchAll(/(?<![\w./-])docs\/[\w/-]+\.md/gu), ([guide]) => ({ file, guide })),
  );
  expect(named.length).toBeGreaterThan(20);
  const missing = named
    .filter(({ guide }) => !fs.existsSync(path.join(root, guide)))
    .map(({ file, guide }) => `${file}: ${guide}`);
  expect(missing.filter((text) => !text.startsWith("test/cli/preview/affected-stacks.test.ts"))).toEqual([]);
});
