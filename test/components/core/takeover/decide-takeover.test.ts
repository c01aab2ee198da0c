import { decideTakeover } from "../../../../components/core/takeover/decide-takeover";
import type { TakeoverAct, TakeoverFacts } from "../../../../components/core/takeover/decide-takeover";

const facts: TakeoverFacts = {
  record: { deployment: "web", pods: 3, selectors: { web: { app: "web" } } },
  old: { replicas: 3, ready: 3, inEndpoints: 3 },
  stable: { replicas: 3, ready: 3, inEndpoints: 3 },
  selector: "theirs",
  answers: true,
  drainSeconds: 10,
  nowSeconds: 100,
};
const turned = (seconds: number) => ({ record: { ...facts.record, turnedAtSeconds: seconds } });
const gone = { replicas: 0, ready: 0, inEndpoints: 0 };

test.each<[string, "forth" | "back", Partial<TakeoverFacts>, Partial<TakeoverAct> | { why: unknown }]>([
  [
    "stable gets as many pods as serve",
    "forth",
    { stable: { ...gone, replicas: 1 } },
    { kind: "scale", side: "stable", replicas: 3 },
  ],
  [
    "its pods must be ready",
    "forth",
    { stable: { ...facts.stable, ready: 2 } },
    { kind: "wait", why: "stable: 2 of 3 pods ready" },
  ],
  [
    "and in the endpoints",
    "forth",
    { stable: { ...facts.stable, inEndpoints: 1 } },
    { kind: "wait", why: "stable: 1 of 3 pods in the endpoints" },
  ],
  ["and answer", "forth", { answers: false }, { kind: "wait" }],
  [
    "and be on each node where one serves, where a Service keeps to nodes",
    "forth",
    { nodes: { old: ["a", "b"], stable: ["b", "c"] } },
    { kind: "wait", why: "stable: no pod on a, where a Service leads to pods of the same node alone" },
  ],
  [
    "which is no matter once they are turned",
    "forth",
    { selector: "stable", nodes: { old: ["a"], stable: ["b"] } },
    { kind: "note" },
  ],
  [
    "on the way back as well",
    "back",
    { selector: "stable", nodes: { old: ["a"], stable: ["b"] } },
    { kind: "wait", why: "old: no pod on b, where a Service leads to pods of the same node alone" },
  ],
  ["then the Services are turned", "forth", {}, { kind: "turn", to: "stable" }],
  [
    "a write that reached only some of them is repeated",
    "forth",
    { selector: "mixed" },
    { kind: "turn", to: "stable" },
  ],
  ["which is noted", "forth", { selector: "stable" }, { kind: "note" }],
  ["requests of old are let end", "forth", { selector: "stable", ...turned(95) }, { kind: "wait" }],
  [
    "a stable that lost pods keeps old",
    "forth",
    { selector: "stable", ...turned(1), stable: { ...facts.stable, inEndpoints: 2 } },
    { kind: "wait" },
  ],
  [
    "then old ends",
    "forth",
    { selector: "stable", ...turned(90) },
    { kind: "scale", side: "old", replicas: 0 },
  ],
  ["and it is done", "forth", { selector: "stable", old: gone }, { kind: "done" }],
  [
    "as many as old has by now, where its autoscaler gave it more",
    "forth",
    { old: { replicas: 5, ready: 5, inEndpoints: 5 } },
    { kind: "scale", side: "stable", replicas: 5 },
  ],
  ["somebody else's selector is refused", "forth", { selector: "other" }, { kind: "refuse" }],
  [
    "back: old gets its pods",
    "back",
    { selector: "stable", old: gone },
    { kind: "scale", side: "old", replicas: 3 },
  ],
  [
    "back: they must be ready",
    "back",
    { selector: "stable", old: { replicas: 3, ready: 1, inEndpoints: 0 } },
    { kind: "wait" },
  ],
  [
    "back: the Services are turned although old is in no endpoints yet",
    "back",
    { selector: "stable", old: { ...facts.old, inEndpoints: 0 } },
    { kind: "turn", to: "theirs" },
  ],
  [
    "back: stable ends once old carries all",
    "back",
    turned(90),
    { kind: "scale", side: "stable", replicas: 0 },
  ],
  ["back: and it is undone", "back", { stable: gone }, { kind: "done" }],
])("decideTakeover(): %s", (_, direction, more, act) => {
  expect(decideTakeover(direction, { ...facts, ...more })).toMatchObject(act);
});
