"use strict";
/** Ends a run with one line that every tool can read: how many tests passed and failed. */
module.exports = class PlainSummary {
  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites, numPendingTests },
  ) {
    // A suite that could not even be loaded has no tests: it must not look like success.
    const failed = Math.max(numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : "";
    process.stdout.write(`\n${numPassedTests} passed, ${failed} failed${skipped}\n`);
  }
};
