import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { rollout } from "../../../cli/rollout/rollout";
import { openTerminal } from "../../../cli/terminal";
import { attemptOf, ledgerOf } from "../../support/gate";
import { imageOf } from "../../support/environment";
import { fakeEnvironment } from "../support/fake-cluster";
import { fakePulumi } from "../support/fake-pulumi";

const image = imageOf("a");
const ledger = JSON.stringify(
  ledgerOf({ app: "scholarlink", weight: 5, attempt: attemptOf(["passed", "soaking"], { image }) }),
);
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
  writeFileSync(path.join(root, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(path.join(root, "package.json"), '{ "main": "index.js" }');
  writeFileSync(path.join(root, "index.js"), '"use strict";\nmodule.exports = require("sluice/program");\n');
});

afterEach(() => rmSync(root, { recursive: true }));

const step = JSON.stringify({
  resourcePreEvent: {
    metadata: { op: "update", urn: "urn:pulumi:s::p::kubernetes:apps/v1:Deployment::scholarlink-canary" },
  },
});
const refusal = JSON.stringify({
  diagnosticEvent: { severity: "error", message: "[sluice:3] Cannot raise traffic: order must hold" },
});

/** A base stack's run that changes the canary and ends once its stage's is prepared; that waits for the word. */
const script = (base: string, stage = "") => `
NOTES="$PWD/notes"
if [ "$STACK" = prod ]; then
  echo '${step}' >> "$LOG"
  ${base}
fi
if [ -n "$SLUICE_START" ]; then
  ${stage}
  echo prepared >> "$NOTES"
  WORD=$(echo "$SLUICE_START" | sed 's/.*"file":"\\([^"]*\\)".*/\\1/')
  while [ ! -e "$WORD" ]; do sleep 0.02; done
  cat "$WORD" >> "$NOTES"; echo >> "$NOTES"
  [ "$(cat "$WORD")" = begin ] || exit 255
fi
echo '${refusal}' >> "$LOG"
exit 255`;
const untilPrepared = 'while ! grep -q prepared "$NOTES" 2>/dev/null; do sleep 0.02; done; sleep 0.1';

async function play(text: string) {
  const pulumi = fakePulumi(text);
  const fake = fakeEnvironment({ ledger, weight: 5 });
  const quiet = { write: () => true };
  const terminal = openTerminal({ json: true, stderr: quiet, stdout: quiet });
  try {
    const { signal } = new AbortController();
    const outcome = await rollout({ ...fake.context, root }, { terminal, signal });
    const stacks = pulumi.calls().map((line) => /--stack (\S+)/.exec(line)?.[1]);
    const notes = readFileSync(path.join(root, "notes"), { encoding: "utf8", flag: "a+" });
    return { outcome, stacks, notes: notes.trim().split("\n") };
  } finally {
    pulumi.remove();
  }
}

test("the stage's run is prepared beside the base stack's and begins when that has ended well", async () => {
  const { outcome, stacks, notes } = await play(
    script(`${untilPrepared}; echo "base ended" >> "$NOTES"; exit 0`),
  );
  expect(notes).toEqual(["prepared", "base ended", "begin"]);
  expect(stacks).toEqual(["prod", "prod-canary-5"]);
  expect(outcome).toMatchObject({
    exitCode: 3,
    sentence: expect.stringMatching(/^Cannot raise traffic/) as string,
  });
});

test("it never begins where the base stack's run fails", async () => {
  const { outcome, stacks, notes } = await play(script(`${untilPrepared}; exit 255`));
  expect(notes).toEqual(["prepared", "drop"]);
  expect(stacks).toEqual(["prod", "prod-canary-5"]);
  expect(outcome.exitCode).not.toBe(0);
});

test("one that ended before it could begin is run once more", async () => {
  const { stacks, notes } = await play(
    script(
      `while ! grep -q ended "$NOTES" 2>/dev/null; do sleep 0.02; done; sleep 0.5; exit 0`,
      'echo ended >> "$NOTES"; exit 1',
    ),
  );
  expect(notes).toEqual(["ended"]);
  expect(stacks).toEqual(["prod", "prod-canary-5", "prod-canary-5"]);
});

test("none is prepared where the project's program declares more than Sluice's", async () => {
  writeFileSync(
    path.join(root, "index.js"),
    'new Bucket("b");\nmodule.exports = require("sluice/program");\n',
  );
  const { stacks, notes } = await play(script("exit 0"));
  expect(notes).toEqual([""]);
  expect(stacks).toEqual(["prod", "prod-canary-5"]);
});
