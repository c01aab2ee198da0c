import * as os from "node:os";
import { rollout } from "../../../cli/rollout/rollout";
import { openTerminal } from "../../../cli/terminal";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { attemptOf, ledgerOf } from "../../support/gate";
import { imageOf } from "../../support/environment";
import { fakeEnvironment } from "../support/fake-cluster";
import { fakePulumi } from "../support/fake-pulumi";

const image = imageOf("a");

const written = (changes: Partial<Ledger>): string =>
  JSON.stringify(
    ledgerOf({
      app: "scholarlink",
      weight: 5,
      attempt: attemptOf(["passed", "soaking"], { image }),
      ...changes,
    }),
  );

function play(script: string, ledger: string, onEvent?: (line: string) => void) {
  const pulumi = fakePulumi(script);
  const fake = fakeEnvironment({ ledger, weight: 5 });
  const stop = new AbortController();
  const lines: string[] = [];
  const text: string[] = [];
  const terminal = openTerminal({
    json: true,
    stderr: { write: (line) => text.push(line) },
    stdout: {
      write: (line) => {
        lines.push(line);
        onEvent?.(line);
      },
    },
  });
  const run = async () => {
    try {
      const context = { ...fake.context, root: os.tmpdir() };
      const outcome = await rollout(context, {
        terminal,
        signal: stop.signal,
        extra: ["--policy-pack", "p"],
      });
      return {
        outcome,
        calls: pulumi.calls(),
        events: lines.map((line) => JSON.parse(line) as object),
        text,
      };
    } finally {
      pulumi.remove();
    }
  };
  return { run, stop };
}

const say = (severity: string, message: string): string =>
  `echo '${JSON.stringify({ diagnosticEvent: { severity, message, urn: "urn:pulumi:s::p::pulumi-nodejs:dynamic/sluice:Gate::a" } })}' >> "$LOG"`;

test("rollout() runs the base stack, then the stage that has not passed, and ends with its refusal", async () => {
  const script = `
if [ "$STACK" = prod ]; then exit 0; fi
${say("info", "metrics: pass")}
${say("error", "[sluice:3] Cannot raise traffic: order must hold")}
exit 255`;
  const { outcome, calls, events, text } = await play(script, written({})).run();
  expect(calls.map((line) => /--stack (\S+)/.exec(line)?.[1])).toEqual(["prod", "prod-canary-5"]);
  expect(calls[0]).toContain("up --stack prod --yes --skip-preview --non-interactive");
  expect(calls[1]).toMatch(/--policy-pack p$/);
  expect(outcome.exitCode).toBe(3);
  expect(outcome.sentence).toMatch(
    /^Cannot raise traffic: order must hold\nThe canary keeps 5 % and no run watches/,
  );
  expect(text.join("")).toContain("  gate: metrics: pass\n");
  expect(events).toEqual([
    { event: "up", stack: "prod", why: expect.any(String) },
    { event: "ended", stack: "prod", exitCode: 0, sentence: "prod is up", seconds: expect.any(Number) },
    { event: "up", stack: "prod-canary-5", why: "stage 5 %, goes on (soaking)" },
    { event: "message", stack: "prod-canary-5", text: "gate: metrics: pass" },
    expect.objectContaining({ event: "ended", stack: "prod-canary-5", exitCode: 3 }),
  ]);
  expect(outcome.report).toMatchObject({ event: "summary", phase: "progressing", image });
});

test("rollout() takes a step again that a pause refused, and ends with what refuses it then", async () => {
  const script = `
if [ "$STACK" = prod ]; then exit 0; fi
if [ ! -e "$(dirname "$0")/paused" ]; then
  touch "$(dirname "$0")/paused"
  ${say("error", "[sluice:3:paused] Cannot raise traffic: approval must hold")}
  exit 255
fi
${say("error", "[sluice:3] Cannot raise traffic: order must hold")}
exit 255`;
  const { outcome, calls, events } = await play(script, written({})).run();
  expect(calls.map((line) => /--stack (\S+)/.exec(line)?.[1])).toEqual([
    "prod",
    "prod-canary-5",
    "prod-canary-5",
  ]);
  expect(outcome.exitCode).toBe(3);
  expect(outcome.sentence).toMatch(/^Cannot raise traffic: order must hold/);
  expect(events).toContainEqual(expect.objectContaining({ event: "ended", isPaused: true }));
});

test("rollout() forwards Ctrl-C to Pulumi, waits for it, and says that nobody watches", async () => {
  const script = `
trap 'echo interrupted >> "$LOG.seen"; exit 1' INT
${say("info", "waiting")}
while :; do sleep 0.05; done`;
  const { run, stop } = play(script, written({}), (line) => {
    if (line.includes("waiting")) stop.abort();
  });
  const { outcome, calls } = await run();
  expect(calls).toHaveLength(1);
  expect(outcome.exitCode).toBe(130);
  expect(outcome.sentence).toContain("Interrupted: traffic stays at 5 %");
  expect(outcome.sentence).toContain("no run watches it now");
  expect(outcome.sentence).toContain("sluice rollout prod");
  expect(outcome.sentence).toContain("sluice abort prod --reason TEXT");
});

test("rollout() ends a Pulumi that ignores the first Ctrl-C with a second one", async () => {
  const script = `
count=0
trap 'count=$((count + 1)); [ $count -ge 2 ] && exit 1' INT
${say("info", "waiting")}
while :; do sleep 0.05; done`;
  const { run, stop } = play(script, written({}), (line) => {
    if (line.includes("waiting")) stop.abort();
  });
  expect((await run()).outcome.exitCode).toBe(130);
});

test("rollout() of a promoted image runs the base stack once and is done", async () => {
  const promoted = written({
    phase: "promoted",
    weight: 0,
    promoted: [{ image: image }],
    attempt: attemptOf([], { image }),
  });
  const { outcome, calls } = await play("exit 0", promoted).run();
  expect(calls).toHaveLength(1);
  expect(outcome.exitCode).toBe(0);
});

test("rollout() without Pulumi on PATH exits 2 and says how to get it", async () => {
  const path = process.env["PATH"];
  const fake = fakeEnvironment({ ledger: written({}), weight: 5 });
  process.env["PATH"] = "/nowhere";
  try {
    const run = rollout(fake.context, {
      terminal: openTerminal({ stderr: { write: () => 0 } }),
      signal: new AbortController().signal,
    });
    await expect(run).rejects.toMatchObject({
      end: "usage",
      message: expect.stringContaining("sluice sandbox env"),
    });
  } finally {
    process.env["PATH"] = path;
  }
});
