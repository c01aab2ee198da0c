import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { goLive } from "../../../cli/rollout/go-live";
import { openTerminal } from "../../../cli/terminal";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { fileWith, imageOf } from "../../support/environment";
import { attemptOf, ledgerOf, released } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";
import { fakePulumi } from "../support/fake-pulumi";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-go-live-"));
beforeAll(() => {
  fs.writeFileSync(path.join(root, "Pulumi.prod.yaml"), fileWith({}));
  fs.writeFileSync(path.join(root, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
});
afterAll(() => fs.rmSync(root, { recursive: true }));

const image = imageOf("a");
const ended = { startedAtSeconds: 990_000, endedAtSeconds: 999_000 };

async function play(script: string, changes: Partial<Ledger>) {
  const pulumi = fakePulumi(script);
  const said: string[] = [];
  const ledger = JSON.stringify({ ...ledgerOf(changes), app: "scholarlink" });
  const fake = fakeEnvironment({ ledger, weight: changes.weight ?? 0 });
  const terminal = openTerminal({ stderr: { write: () => true }, stdout: { write: () => true } });
  const say = (text: string): void => void said.push(text);
  try {
    const outcome = await goLive(
      { ...fake.context, root, say },
      { terminal, signal: new AbortController().signal, policyConfig: [] },
    );
    return { outcome, calls: pulumi.calls(), said, events: fake.events };
  } finally {
    pulumi.remove();
  }
}

test("a no-go begins nothing", async () => {
  const attempt = attemptOf([], ended);
  const { outcome, calls } = await play("exit 0", {
    phase: "promoted",
    attempt,
    promoted: [{ image: released }],
  });
  expect(outcome).toMatchObject({ exitCode: 3, sentence: expect.stringMatching(/^NO-GO: canary release/) });
  expect(calls).toEqual([]);
});

test("a release that is under way goes on without a preflight, and is reported only when it is over", async () => {
  const attempt = attemptOf(["passed", "soaking"], { image });
  const { outcome, calls, events } = await play('[ "$STACK" = prod ]', { weight: 5, attempt });
  expect(calls.map((line) => /--stack (\S+)/.exec(line)?.[1])).toEqual(["prod", "prod-canary-5"]);
  expect(outcome.exitCode).not.toBe(0);
  expect(outcome).not.toHaveProperty("markdown");
  expect(events).toEqual([]);
});

test("a version that is promoted is looked at and reported, as often as the run is repeated", async () => {
  const attempt = attemptOf(["passed", "passed", "passed", "passed", "passed"], { image, ...ended });
  const promoted = [{ image: released }, { image }];
  const { outcome, said, events } = await play("exit 0", { phase: "promoted", attempt, promoted });
  expect(outcome.markdown).toMatch(/^# /);
  expect(outcome.report).toMatchObject({
    phase: "promoted",
    verified: { state: "unknown" },
    release: { attempt: 3 },
  });
  // Nobody counts here: the look says so, and so does the code.
  expect(outcome.exitCode).toBe(6);
  expect(events).toEqual(["VerifyUnknown"]);
  expect(said.join("\n")).toContain("is promoted");
});

test("a release that was taken back before its report is looked at and reported by the same command, and begins nothing", async () => {
  const attempt = attemptOf(["passed", "failed"], { image, ...ended, endReason: "fail: errors" });
  const terms = { phase: "aborted", attempt, promoted: [{ image: released }] } as const;
  const { outcome, calls, said } = await play("exit 0", { ...terms, aborted: [{ image }] });
  expect(calls).toEqual([]);
  expect(outcome.markdown).toMatch(/^# .*taken back/);
  expect(outcome.exitCode).toBe(3);
  expect(outcome.report).toMatchObject({ phase: "aborted", release: { attempt: 3 } });
  expect(said.join("\n")).toContain("fail: errors");
  // After sluice retry it is a release like any other, with a preflight.
  const again = await play("exit 0", { ...terms, aborted: [] });
  expect(again.outcome.sentence).toMatch(/^NO-GO/);
});
