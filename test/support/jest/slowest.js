"use strict";
const path = require("node:path");

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * The tests that took longest, a line each, longest first.
 * @param suites - as jest gives the results of test files
 * @param root - folder that paths are told from
 */
exports.listSlowest = (suites, root, count = 10) =>
  suites
    .flatMap(({ testFilePath, testResults }) =>
      testResults.map(({ fullName, duration }) => ({
        file: path.relative(root, testFilePath),
        fullName,
        durationMs: duration ?? 0,
      })),
    )
    .toSorted((a, b) => b.durationMs - a.durationMs)
    .slice(0, count)
    .map(({ file, fullName, durationMs }) => `${seconds(durationMs).padStart(8)}  ${file} › ${fullName}`);

/** Duration of each test file as a whole, in seconds; files that last less than `leastSeconds` are left out. */
exports.toDurations = (suites, root, leastSeconds = 3) =>
  Object.fromEntries(
    suites
      .map(({ testFilePath, perfStats }) => [
        path.relative(root, testFilePath),
        Math.round((perfStats.end - perfStats.start) / 1000),
      ])
      .filter(([, fileSeconds]) => fileSeconds >= leastSeconds),
  );
