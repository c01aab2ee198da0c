import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseEngineEvent } from "../../../cli/engine/engine-event";
import type { EngineEvent } from "../../../cli/engine/engine-event";

const recorded = readFileSync(path.join(__dirname, "stage-events.jsonl"), "utf8").trim().split("\n");

const kinds = (events: readonly (EngineEvent | undefined)[]) => events.map((event) => event?.kind);

test("parseEngineEvent() reads a recorded stage: what the providers said, what is done, the end", () => {
  const events = recorded.map(parseEngineEvent).filter((event) => event !== undefined);
  expect(kinds(events).slice(-2)).toEqual(["summary", "end"]);
  const soak = events.filter(
    (event) => event.kind === "message" && event.subject?.type === "pulumi-nodejs:dynamic/sluice:Soak",
  );
  expect(soak.at(-1)).toMatchObject({
    kind: "message",
    severity: "info",
    ephemeral: false,
    text: expect.stringMatching(/^stage 1 %: Pass: .* ln E 0\.00 of 4\.61$/),
  });
  expect(soak[0]).toMatchObject({ ephemeral: true, text: expect.stringContaining("observing 1 %") });
  expect(events).toContainEqual({
    kind: "step",
    op: "create",
    subject: { type: "pulumi-nodejs:dynamic/sluice:TrafficShift", name: "scholarlink" },
  });
  expect(events.some((event) => event.kind === "message" && event.text.includes("RegisterResource"))).toBe(
    false,
  );
});

test.each([
  ["a debug message", '{"diagnosticEvent":{"severity":"debug","message":"x"}}'],
  ["an empty message", '{"diagnosticEvent":{"severity":"info","message":"\\n"}}'],
  [
    "a resource that stays the same",
    '{"resourcePreEvent":{"metadata":{"op":"same","urn":"urn:pulumi:s::p::a:b:C::n"}}}',
  ],
  ["half a line", '{"diagnosticEvent":{"sever'],
  ["an event of no use", '{"preludeEvent":{}}'],
])("parseEngineEvent() leaves out %s", (_name, line) => {
  expect(parseEngineEvent(line)).toBeUndefined();
});

test("parseEngineEvent() takes marks for colours out and the type's parents off", () => {
  const line = JSON.stringify({
    diagnosticEvent: {
      urn: "urn:pulumi:prod::shop::sluice:index:Track$kubernetes:apps/v1:Deployment::shop-stable",
      message: "<{%fg 1%}>warning: <{%reset%}>no pods\n",
      severity: "warning",
    },
  });
  expect(parseEngineEvent(line)).toEqual({
    kind: "message",
    severity: "warning",
    text: "warning: no pods",
    ephemeral: false,
    subject: { type: "kubernetes:apps/v1:Deployment", name: "shop-stable" },
  });
});

test.each([
  ["mandatory", true],
  ["advisory", false],
])("parseEngineEvent() reads a policy's %s finding", (enforcementLevel, mandatory) => {
  const line = JSON.stringify({
    policyEvent: {
      resourceUrn: "urn:pulumi:prod::shop::kubernetes:apps/v1:Deployment::shop-stable",
      message: "image must be signed",
      policyName: "signed-images",
      policyPackName: "sluice",
      enforcementLevel,
    },
  });
  expect(parseEngineEvent(line)).toEqual({
    kind: "policy",
    policy: "sluice/signed-images",
    mandatory,
    text: "image must be signed",
    subject: { type: "kubernetes:apps/v1:Deployment", name: "shop-stable" },
  });
});
