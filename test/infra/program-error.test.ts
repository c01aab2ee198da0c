import { inspect } from "node:util";
import { RunError } from "@pulumi/pulumi";
import { ApiError } from "../../components/cluster/api-error";
import { codeOf } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import { toProgramError } from "../../infra/program-error";
import { ConfigError } from "../../stacks/config-error";

/** As Pulumi's own frames are once their source map is applied; Node fills its memory when it colours the last one. */
const frames = [
  "    at declare (/app/infra/index.ts:27:21)",
  "    at Object.runProgram [as init] (/app/node_modules/@pulumi/cmd/run/run.ts:579:20)",
  "    at Stack.initializeAndRegisterOutputs (/app/node_modules/@pulumi/resource.ts:1687:22)",
];

function failure(message: string, options?: ErrorOptions): Error {
  const error = new Error(message, options);
  error.stack = [`Error: ${message}`, ...frames].join("\n");
  return error;
}

test("a bug keeps the frames of the program and loses those of packages, in its causes too", () => {
  const error = toProgramError(failure("a bug", { cause: failure("behind it") })) as Error;
  const told = inspect(error, { colors: false });
  expect(told).toContain("a bug");
  expect(told).toContain("behind it");
  expect(told.match(/\/app\/infra\/index\.ts:27:21/g)).toHaveLength(2);
  expect(told).not.toContain("node_modules");
});

test("what is written wrong becomes an error of which Pulumi shows the message alone, with code 2", () => {
  const issues = [{ path: "sluice:colour", rule: "be a known key", got: "blue" }];
  const error = toProgramError(new ConfigError('read environment "prod"', issues)) as Error;
  expect(RunError.isInstance(error)).toBe(true);
  expect(error.message).toContain("sluice:colour must be a known key: got blue");
  expect(codeOf(error.message)).toBe(2);
  expect(error.stack).not.toContain("node_modules");
});

test.each([
  [new RunEnd("refused", { text: "no", fix: "go" }), 3, "[sluice:3] no\n  → go"],
  [
    new ApiError(503, "ServiceUnavailable", "GET /version: no leader"),
    1,
    "GET /version: no leader\n  → run the same",
  ],
])("a lack of the cluster is told without a stack: %s", (lack, code, says) => {
  const error = toProgramError(lack) as Error;
  expect(RunError.isInstance(error)).toBe(true);
  expect(codeOf(error.message)).toBe(code);
  expect(error.message).toContain(says);
  expect(error.stack).not.toContain("node_modules");
});

test("something thrown that is no error stays what it is", () => {
  expect(toProgramError("a word")).toBe("a word");
});
