"use strict";
const swc = [
  "@swc/jest",
  { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
];
// The CEL engine and commander are ES modules, which jest's require does not take as they are.
const transform = { "^.+\\.ts$": swc, "/(cel-js/lib|commander)/.+\\.js$": swc };
const transformIgnorePatterns = ["/node_modules/(?!@marcbachmann/cel-js/|commander/)"];
const project = (name, testMatch) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: "node",
  transform,
  transformIgnorePatterns,
  moduleNameMapper: { "^fast-check$": "<rootDir>/test/support/jest/fast-check.js" },
  testMatch,
  modulePathIgnorePatterns: ["<rootDir>/out/", "<rootDir>/dist/"],
});
// Jest takes every word after --selectProjects for the name of a project, and runs all tests where it knows none.
const selected = process.argv.slice(process.argv.indexOf("--selectProjects") + 1 || process.argv.length);
const names = selected.slice(
  0,
  [...selected, "-"].findIndex((word) => word.startsWith("-")),
);
const wrong = names.filter((name) => !["unit", "browser", "e2e", "full", "planes"].includes(name));
if (wrong.length > 0) {
  throw new Error(
    `Cannot select tests: --selectProjects must be followed by unit, browser, e2e, full or planes: got ${wrong.join(", ")}; write paths before it`,
  );
}
const covered = { branches: 100, functions: 100, lines: 100, statements: 100 };

module.exports = {
  reporters: ["default", "<rootDir>/test/support/jest/plain-summary.js"],
  testSequencer: "<rootDir>/test/support/jest/longest-first.js",
  projects: [
    project("unit", ["<rootDir>/test/**/*.test.ts"]),
    {
      ...project("browser", ["<rootDir>/test/browser/**/*.browser.ts"]),
      setupFilesAfterEnv: ["<rootDir>/test/browser/support/time-limit.ts"],
    },
    {
      // A file of the full run alone has a name of its own: jest refuses one whose every test is left out.
      ...project("e2e", [
        "<rootDir>/test/e2e/**/*.e2e.ts",
        ...(process.env["SLUICE_E2E_FULL"] === "1" ? ["<rootDir>/test/e2e/**/*.full-e2e.ts"] : []),
      ]),
      setupFilesAfterEnv: ["<rootDir>/test/e2e/support/time-limit.ts"],
      globalSetup: "<rootDir>/test/e2e/support/global-setup.ts",
      globalTeardown: "<rootDir>/test/e2e/support/global-teardown.ts",
    },
    {
      ...project("full", ["<rootDir>/test/full/**/*.full.ts"]),
      setupFilesAfterEnv: ["<rootDir>/test/e2e/support/time-limit.ts"],
      globalSetup: "<rootDir>/test/full/support/global-setup.ts",
    },
    {
      ...project("planes", [
        "<rootDir>/test/full/planes/*.plane.ts",
        "<rootDir>/test/full/controllers/*.controller.ts",
      ]),
      setupFilesAfterEnv: ["<rootDir>/test/e2e/support/time-limit.ts"],
    },
  ],
  collectCoverageFrom: ["components/core/**/*.ts", "replay/**/*.ts", "stacks/**/*.ts"],
  coverageThreshold: { "./components/core/": covered, "./stacks/": covered },
};
