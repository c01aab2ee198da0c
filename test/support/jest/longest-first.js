"use strict";
const fs = require("node:fs");
const path = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

/** Seconds that files of tests take, by their path; `SLUICE_RECORD_DURATIONS=1` writes those of a run into it. */
const durationsFile = path.join(__dirname, "durations.json");
const recorded = JSON.parse(fs.readFileSync(durationsFile, "utf8"));

/**
 * Begins with the file that takes longest, so that no worker is left alone with it at the end: a new machine has none of
 * the durations that jest itself goes by. What was never timed is long among the end-to-end tests, else short.
 */
module.exports = class LongestFirst extends Sequencer {
  time(test) {
    const file = path.relative(test.context.config.rootDir, test.path);
    const seconds = recorded[file] ?? (file.endsWith(".test.ts") ? 0 : Infinity);
    return super.time(test) ?? seconds * 1000;
  }
};
module.exports.durationsFile = durationsFile;
