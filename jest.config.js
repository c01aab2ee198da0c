"use strict";
const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};
const project = (name, testMatch) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: "node",
  transform,
  testMatch,
  modulePathIgnorePatterns: ["<rootDir>/out/"],
});
const covered = { branches: 100, functions: 100, lines: 100, statements: 100 };

module.exports = {
  reporters: ["default", "<rootDir>/test/support/plain-summary.js"],
  projects: [
    project("unit", ["<rootDir>/test/**/*.test.ts"]),
    {
      ...project("e2e", ["<rootDir>/test/e2e/**/*.e2e.ts"]),
      setupFilesAfterEnv: ["<rootDir>/test/e2e/support/time-limit.ts"],
      globalSetup: "<rootDir>/test/e2e/support/global-setup.ts",
      globalTeardown: "<rootDir>/test/e2e/support/global-teardown.ts",
    },
  ],
  collectCoverageFrom: ["components/core/**/*.ts", "stacks/**/*.ts"],
  coverageThreshold: { "./components/core/": covered, "./stacks/": covered },
};
