import type { EngineEvent } from "../../../cli/engine/engine-event";
import { explainRun } from "../../../cli/engine/explain-run";
import type { EndedRun } from "../../../cli/engine/explain-run";

const error = (text: string): EngineEvent => ({ kind: "message", severity: "error", text, ephemeral: false });

const ended = (over: Partial<EndedRun>): EndedRun => ({
  stack: "prod-canary-5",
  exitCode: 1,
  interrupted: false,
  events: [],
  output: "",
  ...over,
});

test("explainRun() tells a run that succeeded", () => {
  expect(explainRun(ended({ exitCode: 0 }))).toEqual({ exitCode: 0, sentence: "prod-canary-5 is up" });
});

test("explainRun() takes an interrupted run as interrupted, whatever else it said", () => {
  const run = ended({ interrupted: true, events: [error("[sluice:4] Aborted")] });
  expect(explainRun(run).exitCode).toBe(130);
});

test.each([
  ["a refusal", "[sluice:3] Cannot raise", 3, "Cannot raise"],
  ["a verdict", '[sluice:4] Aborted "shop"', 4, 'Aborted "shop"'],
  ["a hold", "[sluice:6] Held", 6, "Held"],
  ["a lock", "[sluice:7] Cannot lock", 7, "Cannot lock"],
  [
    "a failed check, in the engine's words",
    "pulumi-nodejs:dynamic/sluice:Release resource 'shop' has a problem: [sluice:2] Cannot use cluster",
    2,
    "Cannot use cluster",
  ],
])(
  "explainRun() takes exit code and text of %s from the error's marker",
  (_name, text, exitCode, sentence) => {
    expect(explainRun(ended({ events: [error("update failed"), error(text)] }))).toEqual({
      exitCode,
      sentence,
    });
  },
);

test("explainRun() ignores a marker in what is no error", () => {
  const info: EngineEvent = { kind: "message", severity: "info", text: "[sluice:4] x", ephemeral: false };
  expect(explainRun(ended({ events: [info, error("boom")] })).exitCode).toBe(1);
});

test("explainRun() tells mandatory policy violations, each by name", () => {
  const policy = (name: string, mandatory: boolean): EngineEvent => ({
    kind: "policy",
    policy: name,
    mandatory,
    text: `${name} is violated`,
  });
  const { exitCode, sentence } = explainRun(
    ended({
      events: [
        policy("a/one", true),
        policy("a/two", false),
        policy("a/three", true),
        error("update failed"),
      ],
    }),
  );
  expect(exitCode).toBe(5);
  expect(sentence).toContain("a/one: a/one is violated\na/three");
  expect(sentence).not.toContain("a/two");
});

test.each([
  [
    "a lock of another run, which it names",
    [
      "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.",
      "  file:///state/.pulumi/locks/organization/shop/prod-canary-5/1f.json: created by ann@ci-7 (pid 4711) at 2026-12-01T01:02:03Z",
    ].join("\n"),
    7,
    "got that of ann@ci-7 (pid 4711) since 2026-12-01T01:02:03Z\n  → wait for that run, then the same command again; only where its process is known to be gone: pulumi cancel -s prod-canary-5",
  ],
  [
    "an update that Pulumi's service has begun for somebody else",
    "error: [409] Conflict: Another update is currently in progress.\nTo learn more about possible reasons and resolution, visit https://www.pulumi.com/docs/support/troubleshooting/common-issues/update-conflicts/",
    7,
    "got another run's\n  → wait for that run",
  ],
  [
    "a state file that a kill left damaged",
    "error: failed to load checkpoint: EOF",
    2,
    "stacks/PROJECT/prod-canary-5.json.attrs where that file is empty, else put the copy prod-canary-5.json.bak",
  ],
  ["a stack that is not there", "error: no stack named 'prod-canary-5' found", 2, "sluice init prod"],
  [
    "a folder without a project",
    "error: no Pulumi.yaml project file found (searching upwards from /x)",
    2,
    "use -C",
  ],
  ["a program's refusal that reached the output only", "RunError: [sluice:2] Cannot read", 2, "Cannot read"],
  ["anything else, with the end of the output", "panic: oops", 1, "panic: oops"],
])("explainRun() tells the way out of %s", (_name, output, exitCode, text) => {
  const result = explainRun(ended({ output }));
  expect(result.exitCode).toBe(exitCode);
  expect(result.sentence).toContain(text);
});

test("explainRun() says when a signal ended Pulumi", () => {
  expect(explainRun(ended({ exitCode: undefined })).sentence).toContain("pulumi up was killed");
});
