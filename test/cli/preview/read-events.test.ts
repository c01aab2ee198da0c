import * as fs from "node:fs";
import * as path from "node:path";
import { readEvents } from "../../../cli/preview/read-events";

const recorded = (stack: string): string[] =>
  fs.readFileSync(path.join(__dirname, `${stack}.jsonl`), "utf8").split("\n");

test("a recorded preview of a stage gives its gate, its steps with paths and its findings", () => {
  const { gate, steps, findings, errors } = readEvents(recorded("prod-canary-50"));
  expect(gate).toEqual({
    open: false,
    sentence: expect.stringContaining("Cannot raise traffic"),
    report: {
      checks: [
        expect.objectContaining({ id: "release", result: "pass" }),
        expect.objectContaining({ id: "order", result: "pass" }),
        {
          id: "verdict",
          result: "refuse",
          text: "evidence so far must be pass above 20 %: got no evidence yet",
          fix: "run the stack of the stage before again, so that more evidence comes together",
          awaits: "evidence",
        },
      ],
      forecast: { seconds: 318, requestsPerSecond: 23.5 },
    },
  });
  expect(steps.map(({ op, type, name }) => `${op} ${type} ${name}`)).toEqual([
    "update pulumi-nodejs:dynamic/sluice:Gate scholarlink",
    "update pulumi-nodejs:dynamic/sluice:TrafficShift scholarlink",
    "update pulumi-nodejs:dynamic/sluice:Soak scholarlink",
  ]);
  expect(steps[0]?.paths).toEqual(["checks"]);
  expect(findings).toEqual([
    {
      policy: "sluice/headers-score",
      mandatory: false,
      text: expect.stringMatching(
        /^Cannot deploy "HTTPRoute prod\/shop": .*send Referrer-Policy: no-referrer$/,
      ),
    },
  ]);
  expect(errors).toEqual([]);
});

test("a recorded preview that a policy refused has findings and no error of its own", () => {
  const { release, findings, errors, warnings } = readEvents(recorded("prod"));
  expect(release).toBe("new attempt 3");
  expect(findings.map(({ policy, mandatory }) => [policy, mandatory])).toEqual([
    ["sluice/images-signed", true],
    ["sluice/headers-score", false],
  ]);
  expect([errors, warnings]).toEqual([[], ["something to see"]]);
});

const urn = "urn:pulumi:prod::shop::kubernetes:apps/v1:Deployment::shop-stable";
const step = (metadata: Record<string, unknown>): string =>
  JSON.stringify({
    resourcePreEvent: { metadata: { urn, type: "kubernetes:apps/v1:Deployment", ...metadata } },
  });

test("paths come from the provider's differences, halves of a replacement count once", () => {
  const lines = [
    step({
      op: "replace",
      detailedDiff: { "spec.selector": {}, "run.programPid": {} },
      diffs: ["spec.selector"],
    }),
    step({ op: "create-replacement" }),
    step({ op: "delete-replaced" }),
    step({ op: "same" }),
    "no json",
    "",
  ];
  expect(readEvents(lines).steps).toEqual([
    { op: "replace", type: "kubernetes:apps/v1:Deployment", name: "shop-stable", paths: ["spec.selector"] },
  ]);
});

test("an error of a provider is told from its code on", () => {
  const message = "<{%reset%}>resource 'shop': property  value {x} has a problem: [sluice:3] Cannot start\n";
  const lines = [JSON.stringify({ diagnosticEvent: { severity: "error", message } })];
  expect(readEvents(lines).errors).toEqual(["[sluice:3] Cannot start"]);
});
