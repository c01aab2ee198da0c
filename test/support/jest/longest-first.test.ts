import { existsSync } from "node:fs";
import path from "node:path";

interface Sequencer {
  time(test: object): number;
}
const LongestFirst = jest.requireActual<(new () => Sequencer) & { durationsFile: string }>(
  "./longest-first.js",
);
const root = path.join(__dirname, "../../..");
const recorded = jest.requireActual<Record<string, number>>(LongestFirst.durationsFile);

/** As jest describes a file that this machine has never run. */
const timeOf = (name: string): number =>
  new LongestFirst().time({
    path: path.join(root, name),
    context: { config: { rootDir: root, cache: false } },
  });

test("on a new machine a file counts with its recorded duration; what nobody timed is long only end to end", () => {
  const [[name, seconds] = ["", 0]] = Object.entries(recorded);
  expect(timeOf(name)).toBe(seconds * 1000);
  expect(timeOf("test/e2e/new.e2e.ts")).toBe(Infinity);
  expect(timeOf("test/new.test.ts")).toBe(0);
});

test("every file with a recorded duration is there", () => {
  expect(Object.keys(recorded).filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});
