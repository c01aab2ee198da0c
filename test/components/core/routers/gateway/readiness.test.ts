import type { ParentStatus, RouteCondition } from "../../../../../components/core/routers/gateway/http-route";
import { readReadiness } from "../../../../../components/core/routers/gateway/readiness";
import { routeWith } from "./any-route";

const condition = (type: string, changes: Partial<RouteCondition> = {}): RouteCondition => ({
  type,
  status: "True",
  observedGeneration: 3,
  ...changes,
});
const accepted = condition("Accepted");
const resolved = condition("ResolvedRefs");
const sluice = { name: "sluice", namespace: "gateway" };

const entry = (conditions: readonly RouteCondition[] | undefined, changes: Partial<ParentStatus> = {}) => ({
  parentRef: sluice,
  controllerName: "example.org/new",
  ...(conditions === undefined ? {} : { conditions }),
  ...changes,
});
const former = (conditions: readonly RouteCondition[]): ParentStatus =>
  entry(conditions, { controllerName: "example.org/former" });

const read = (...parents: readonly ParentStatus[]) => readReadiness(routeWith([], {}, { parents }));

test("readReadiness() at a Gateway and a Service waits for the mesh as well", () => {
  const mesh = { group: "", kind: "Service", name: "shop" };
  const withStatus = (...parents: readonly ParentStatus[]) => {
    const route = routeWith([], {}, { parents });
    return readReadiness({ ...route, spec: { ...route.spec, parentRefs: [sluice, mesh] } });
  };
  const gateway = entry([accepted, resolved]);
  expect(withStatus(gateway, entry([accepted, resolved], { parentRef: mesh }))).toEqual({ kind: "ready" });
  expect(withStatus(gateway)).toMatchObject({
    kind: "not-reported",
    text: "no router has reported on the route (Service shop/shop)",
  });
  const late = condition("Accepted", { observedGeneration: 2 });
  expect(withStatus(gateway, entry([late, resolved], { parentRef: mesh }))).toMatchObject({
    kind: "pending",
  });
});

describe("readReadiness() at one parent", () => {
  const old = [
    condition("Accepted", { observedGeneration: 2 }),
    condition("ResolvedRefs", { observedGeneration: 2 }),
  ];
  const zero = [
    condition("Accepted", { observedGeneration: 0 }),
    condition("ResolvedRefs", { observedGeneration: 0 }),
  ];
  const absent: readonly RouteCondition[] = ["Accepted", "ResolvedRefs"].map((type) => ({
    type,
    status: "True",
  }));
  const refused = condition("Accepted", { status: "False", reason: "NoMatchingParent", message: "no such" });
  const no =
    "route condition Accepted must be True: got False (NoMatchingParent: no such, Gateway gateway/sluice)";

  test.each<[string, readonly ParentStatus[], string, string?]>([
    ["both conditions of this generation", [entry([accepted, resolved])], "ready"],
    [
      "a newer generation",
      [entry([accepted, condition("ResolvedRefs", { observedGeneration: 4 })])],
      "ready",
    ],
    ["no entry", [], "not-reported", "no router has reported on the route (Gateway gateway/sluice)"],
    ["no conditions", [entry(undefined)], "not-reported", "does not report Accepted and ResolvedRefs"],
    ["one condition alone", [entry([accepted])], "not-reported", "does not report Accepted and ResolvedRefs"],
    ["observedGeneration absent", [entry(absent)], "not-reported", "does not report observedGeneration"],
    ["observedGeneration 0", [entry(zero)], "not-reported", "does not report observedGeneration"],
    ["an older generation", [entry(old)], "pending", "must be seen by its router: got an older one"],
    ["one condition of an older generation", [entry([accepted, old[1] as RouteCondition])], "pending"],
    [
      "a condition that is not decided",
      [entry([condition("Accepted", { status: "Unknown" }), resolved])],
      "pending",
    ],
    ["a refusal", [entry([refused, resolved])], "refused", no],
    [
      "a refusal without words",
      [entry([{ type: "Accepted", status: "False", observedGeneration: 3 }, resolved])],
      "refused",
      "(no reason, ",
    ],
    [
      "a refusal of no known generation",
      [entry([{ type: "Accepted", status: "False" }, resolved])],
      "refused",
    ],
    [
      "a backend not found",
      [entry([accepted, condition("ResolvedRefs", { status: "False" })])],
      "refused",
      "ResolvedRefs must be True",
    ],
    [
      "rules left out",
      [entry([accepted, resolved, condition("PartiallyInvalid")])],
      "refused",
      "PartiallyInvalid must be False: got True",
    ],
    [
      "no rule left out",
      [entry([accepted, resolved, condition("PartiallyInvalid", { status: "False" })])],
      "ready",
    ],
    ["an earlier controller that stopped", [former(old), entry([accepted, resolved])], "ready"],
    [
      "an earlier controller that refused",
      [former([{ ...refused, observedGeneration: 1 }, resolved]), entry([accepted, resolved])],
      "ready",
    ],
    [
      "an earlier controller, the new one does not report generations",
      [former(old), entry(absent)],
      "not-reported",
    ],
    [
      "an earlier controller that was content, the new one refuses",
      [former(absent), entry([refused, resolved])],
      "refused",
      no,
    ],
    [
      "an entry of another Gateway",
      [entry([refused, resolved], { parentRef: { name: "sluice" } })],
      "not-reported",
    ],
    [
      "an entry of another listener",
      [entry([refused, resolved], { parentRef: { ...sluice, sectionName: "tls" } })],
      "not-reported",
    ],
    [
      "an entry of another port",
      [entry([refused, resolved], { parentRef: { ...sluice, port: 8443 } })],
      "not-reported",
    ],
    [
      "an entry of another kind",
      [entry([refused, resolved], { parentRef: { ...sluice, kind: "Service", group: "" } })],
      "not-reported",
    ],
  ])("%s", (_, parents, kind, ...[problem]) => {
    expect(read(...parents)).toMatchObject({
      kind,
      ...(problem === undefined ? {} : { text: expect.stringContaining(problem) }),
    });
  });
});

describe("readReadiness() at several parents", () => {
  const internal = { name: "internal", sectionName: "http" };
  const at = (...parents: readonly ParentStatus[]) => {
    const route = routeWith([], {}, { parents });
    return readReadiness({ ...route, spec: { ...route.spec, parentRefs: [internal, sluice] } });
  };
  const good = [accepted, resolved];
  const bad = [condition("Accepted", { status: "False" }), resolved];
  const there = (conditions: readonly RouteCondition[]) => entry(conditions, { parentRef: internal });

  test.each([
    ["all are ready", [entry(good), there(good)], "ready", ""],
    ["the first refuses", [there(bad), entry(good)], "refused", "Gateway shop/internal, listener http"],
    ["the last refuses", [there(good), entry(bad)], "refused", "Gateway gateway/sluice"],
    ["one was not reported on", [entry(good)], "not-reported", "Gateway shop/internal, listener http"],
  ])("counts each where %s", (_, parents, kind, named) => {
    const reading = at(...parents);
    expect(reading.kind).toBe(kind);
    expect("text" in reading ? reading.text : "").toContain(named);
  });

  test("without any parent nothing is known", () => {
    const route = routeWith([]);
    expect(readReadiness({ ...route, spec: {} })).toMatchObject({ kind: "not-reported" });
    const { generation: _, ...metadata } = route.metadata;
    expect(readReadiness({ ...route, metadata, status: { parents: [entry(good)] } })).toEqual({
      kind: "ready",
    });
  });
});
