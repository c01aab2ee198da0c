"use strict";
const fs = require("node:fs");
const { durationsFile } = require("./longest-first.js");
const { listSlowest, toDurations } = require("./slowest.js");

/** Ends a run with the ten slowest tests and one line that every tool can read: how many tests passed and failed. */
module.exports = class PlainSummary {
  #root;

  constructor({ rootDir }) {
    this.#root = rootDir;
  }

  onRunComplete(_contexts, results) {
    const {
      numPassedTests,
      numFailedTests,
      numFailedTestSuites,
      numRuntimeErrorTestSuites,
      numPendingTests,
    } = results;
    const slowest = listSlowest(results.testResults, this.#root);
    if (slowest.length > 0) process.stdout.write(`\nSlowest tests:\n${slowest.join("\n")}\n`);
    if (process.env.SLUICE_RECORD_DURATIONS === "1") this.#record(results);
    // A suite that could not even be loaded has no tests: it must not look like success.
    const failed = Math.max(numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : "";
    process.stdout.write(`\n${numPassedTests} passed, ${failed} failed${skipped}\n`);
  }

  /** Files of this run get new durations; of the others those that are gone leave the list. */
  #record({ testResults }) {
    const before = JSON.parse(fs.readFileSync(durationsFile, "utf8"));
    const ran = new Set(testResults.map(({ testFilePath }) => testFilePath));
    const kept = Object.entries(before).filter(([file]) => {
      const absolute = `${this.#root}/${file}`;
      return fs.existsSync(absolute) && !ran.has(absolute);
    });
    const all = { ...Object.fromEntries(kept), ...toDurations(testResults, this.#root) };
    const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    fs.writeFileSync(durationsFile, `${JSON.stringify(sorted, undefined, 2)}\n`);
  }
};
