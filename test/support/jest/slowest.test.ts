import path from "node:path";

interface Slowest {
  listSlowest(suites: readonly object[], root: string, count?: number): string[];
  toDurations(suites: readonly object[], root: string, leastSeconds?: number): Record<string, number>;
}
const { listSlowest, toDurations } = jest.requireActual<Slowest>("./slowest.js");

const root = "/project";
const suite = (
  file: string,
  lastsMs: number,
  tests: Readonly<Record<string, number | null>> = {},
): object => ({
  testFilePath: path.join(root, file),
  perfStats: { start: 1000, end: 1000 + lastsMs },
  testResults: Object.entries(tests).map(([fullName, duration]) => ({ fullName, duration })),
});

test("the slowest tests of all files are listed, longest first, and no more than asked for", () => {
  const suites = [
    suite("test/a.test.ts", 9000, { quick: 12, skipped: null }),
    suite("test/b.e2e.ts", 9000, { slow: 61_240, "less slow": 2500 }),
  ];
  expect(listSlowest(suites, root, 3)).toEqual([
    "  61.2 s  test/b.e2e.ts › slow",
    "   2.5 s  test/b.e2e.ts › less slow",
    "   0.0 s  test/a.test.ts › quick",
  ]);
});

test("durations of files are whole seconds, and what is over at once is left out", () => {
  const suites = [suite("test/a.test.ts", 2400), suite("test/b.e2e.ts", 61_700)];
  expect(toDurations(suites, root)).toEqual({ "test/b.e2e.ts": 62 });
});
