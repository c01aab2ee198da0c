interface Reporter {
  onRunComplete(contexts: undefined, results: object): void;
}
const PlainSummary = jest.requireActual<new (config: object) => Reporter>("./plain-summary.js");

function print(results: object): string {
  let text = "";
  const write = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const counts = {
    numPassedTests: 0,
    numFailedTests: 0,
    numFailedTestSuites: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 0,
    testResults: [],
  };
  new PlainSummary({ rootDir: "/project" }).onRunComplete(undefined, { ...counts, ...results });
  write.mockRestore();
  return text;
}

test.each([
  ["all passed", { numPassedTests: 3 }, "3 passed, 0 failed"],
  ["one failed", { numPassedTests: 3, numFailedTests: 1, numFailedTestSuites: 1 }, "3 passed, 1 failed"],
  ["a file could not be loaded", { numPassedTests: 3, numRuntimeErrorTestSuites: 1 }, "3 passed, 1 failed"],
  ["some were skipped", { numPassedTests: 3, numPendingTests: 2 }, "3 passed, 0 failed, 2 skipped"],
])("the last line says how many passed and failed: %s", (_name, results, line) => {
  expect(print(results)).toBe(`\n${line}\n`);
});

test("the slowest tests are named before it", () => {
  const testResults = [
    {
      testFilePath: "/project/test/a.test.ts",
      perfStats: { start: 0, end: 1 },
      testResults: [{ fullName: "a waits", duration: 2100 }],
    },
  ];
  expect(print({ numPassedTests: 1, testResults })).toBe(
    "\nSlowest tests:\n   2.1 s  test/a.test.ts › a waits\n\n1 passed, 0 failed\n",
  );
});
