import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Number of promises of the product; a test's or a group's name begins with those that it stands for. */
const count = 16;

const ofEveryRun = readdirSync(__dirname).filter((file) => /^[^.]+\.e2e\.ts$/.test(file));

/** Promises that tests of every run stand for; those by `inFull` do not count. */
const kept = ofEveryRun
  .map((file) => readFileSync(path.join(__dirname, file), "utf8"))
  .flatMap((text) => [...text.matchAll(/^ *(?:test|describe)\(\s*"(P\d[^:]*):/gm)])
  .flatMap(([, names = ""]) => names.split(", "));

test("every promise has an end-to-end test in every run", () => {
  const all = Array.from({ length: count }, (_, index) => `P${index + 1}`);
  expect(all.filter((promise) => !kept.includes(promise))).toEqual([]);
});
