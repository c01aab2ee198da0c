"use strict";
// Prints the predicate of a test result for checks that passed: node ci/test-result.js RUN_URL CHECK...
// https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
const [url, ...passedTests] = process.argv.slice(2);
if (!url || passedTests.length === 0) {
  process.stderr.write("Cannot write the test result: the run's address and its checks must be given\n");
  process.exitCode = 2;
} else {
  const configuration = [{ name: "workflow", uri: url }];
  const predicate = { result: "PASSED", configuration, url, passedTests, warnedTests: [], failedTests: [] };
  process.stdout.write(JSON.stringify(predicate));
}
