"use strict";
// One seed for every run, so that a commit passes always or never and covers the same lines each time.
// SLUICE_SEED=any looks further (part of `npm run test:full`); a number repeats such a run.
const fc = require("../../../node_modules/fast-check/lib/cjs/fast-check.js");

const asked = process.env.SLUICE_SEED ?? "1";
if (asked !== "any" && !/^-?\d+$/.test(asked)) {
  throw new Error(`Cannot seed the properties: SLUICE_SEED must be a whole number or any: got ${asked}`);
}
fc.configureGlobal(asked === "any" ? {} : { seed: Number(asked) });

module.exports = fc;
