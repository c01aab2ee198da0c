import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { explainUsage } from "../../cli/explain-usage";
import { fileWith } from "../support/environment";
import { runSluice } from "./commands/run-sluice";

const subject = { name: "sluice abort", options: ["--reason", "--help"], commands: [] };

test.each([
  [
    "commander.unknownOption",
    "error: unknown option '--reasn'\n(Did you mean --reason?)",
    'Cannot run "sluice abort": option must be one of --reason, --help: got --reasn\n  → see sluice abort --help',
  ],
  [
    "commander.missingArgument",
    "error: missing required argument 'env'",
    'Cannot run "sluice abort": ENV must be given: got nothing\n  → see sluice abort --help',
  ],
  [
    "commander.missingMandatoryOptionValue",
    "error: required option '--reason <text>' not specified",
    'Cannot run "sluice abort": --reason must be given: got nothing\n  → see sluice abort --help',
  ],
  [
    "commander.optionMissingArgument",
    "error: option '--reason <text>' argument missing",
    'Cannot run "sluice abort": --reason must have a value: got nothing\n  → see sluice abort --help',
  ],
  [
    "commander.excessArguments",
    "error: too many arguments for 'abort'. Expected 1 argument but got 2.",
    'Cannot run "sluice abort": arguments must be as many as it takes: got more\n  → see sluice abort --help',
  ],
  ["commander.else", "error: oops", 'Cannot run "sluice abort": oops\n  → see sluice abort --help'],
])("explainUsage() says %s in one line", (code, message, sentence) => {
  expect(explainUsage({ code, message }, subject)).toBe(sentence);
});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
fs.writeFileSync(path.join(folder, "Pulumi.prod.yaml"), fileWith({}));
fs.writeFileSync(
  path.join(folder, "Pulumi.bad.yaml"),
  fileWith({ release: "{ image: shop:latest }", ap: "{}" }),
);

test.each([
  [
    "an unknown command",
    ["frobnicate"],
    "command must be one of doctor, init, adopt, eject, convert, preview, preflight, sign-off, rollout, status",
  ],
  ["a missing environment", ["rollout"], "ENV must be given"],
  ["a missing reason", ["abort", "prod"], "--reason must be given"],
  ["an unknown option", ["status", "prod", "--whatch"], "got --whatch"],
  ["an environment without a file", ["status", "nowhere", "-C", folder], "got only those of bad, prod"],
  ["a stage's stack", ["abort", "prod-canary-5", "--reason", "x", "-C", folder], 'use "prod"'],
  ["a file with two problems", ["rollout", "bad", "-C", folder], "2 problems"],
  [
    "a context that is not there",
    ["abort", "prod", "--reason", "x", "-C", folder],
    "must be a context of the kubeconfig",
  ],
])("sluice exits 2 for %s, with one message and nothing on standard output", async (_name, args, text) => {
  const { code, stdout, stderr } = await runSluice(...args);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(text);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("with --json an error is JSON on standard output as well", async () => {
  const { code, stdout } = await runSluice("status", "nowhere", "-C", folder, "--json");
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    error: expect.stringContaining("Pulumi.nowhere.yaml must exist"),
    problems: [expect.objectContaining({ path: "Pulumi.nowhere.yaml" })],
    exitCode: 2,
  });
});

test.each([
  "doctor",
  "init",
  "preview",
  "rollout",
  "status",
  "abort",
  "retry",
  "rollback",
  "headers",
  "demo",
])("sluice %s --help has examples and exits 0", async (command) => {
  const { code, stdout } = await runSluice(command, "--help");
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples:\\n  sluice ${command}`));
  expect(stdout).toContain("--json");
});
