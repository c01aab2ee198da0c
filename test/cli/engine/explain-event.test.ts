import type { EngineEvent } from "../../../cli/engine/engine-event";
import { explainEvent } from "../../../cli/engine/explain-event";

const soak = { type: "pulumi-nodejs:dynamic/sluice:Soak", name: "shop" };
const deployment = { type: "kubernetes:apps/v1:Deployment", name: "shop-stable" };

const message = (over: object): EngineEvent => ({
  kind: "message",
  severity: "info",
  text: "5 %: held",
  ephemeral: false,
  ...over,
});

test.each<[string, EngineEvent, ReturnType<typeof explainEvent>]>([
  ["a decision of ours stays", message({ subject: soak }), { text: "  soak: 5 %: held", stays: true }],
  [
    "ours in passing is replaced",
    message({ subject: soak, ephemeral: true }),
    { text: "  soak: 5 %: held", stays: false },
  ],
  [
    "what others wait for is replaced",
    message({ subject: deployment }),
    { text: "  Deployment shop-stable: 5 %: held", stays: false },
  ],
  [
    "further lines are indented",
    message({ subject: soak, text: "a\nb" }),
    { text: "  soak: a\n    b", stays: true },
  ],
  [
    "a warning is marked",
    message({ subject: soak, severity: "warning" }),
    { text: "  warning: soak: 5 %: held", stays: true },
  ],
  ["an error is said at the end", message({ severity: "error" }), undefined],
  [
    "a step is progress",
    { kind: "step", op: "update", subject: deployment },
    { text: "  update Deployment shop-stable", stays: false },
  ],
  [
    "a component's step is not said",
    { kind: "step", op: "create", subject: { type: "sluice:index:Track", name: "x" } },
    undefined,
  ],
  [
    "a policy's finding stays",
    { kind: "policy", policy: "a/b", mandatory: true, text: "c" },
    { text: "  policy a/b: c", stays: true },
  ],
  ["the end is not said", { kind: "end" }, undefined],
])("explainEvent(): %s", (_name, event, line) => {
  expect(explainEvent(event)).toEqual(line);
});
