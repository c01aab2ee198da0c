import { renderTake, renderUndo } from "../../../../components/core/lever/lever-patch";
import { leverAnnotation, readLever } from "../../../../components/core/lever/service";
import type { Service } from "../../../../components/core/lever/service";
import { trackLabels } from "../../../../components/core/settings";
import { applyJsonPatch } from "../../../support/json-patch";

const place = { app: "app" };
const metadata = { name: "app-canary", namespace: "prod", uid: "u", resourceVersion: "1" };
const serviceOf = (track: "stable" | "canary", ports: Service["spec"]["ports"] = [], more = {}): Service => ({
  metadata: { ...metadata, ...more },
  spec: { selector: trackLabels("app", track), ports },
});
const mark = { kind: "fail" as const, reason: "5 % errors", because: "the write was refused", atSeconds: 60 };

const canary = serviceOf("canary", [
  { name: "http", port: 80, targetPort: "http" },
  { name: "admin", port: 81, targetPort: 9000 },
  { name: "extra", port: 82 },
]);
const stable = serviceOf("stable", [
  { name: "http", port: 80, targetPort: "http" },
  { name: "admin", port: 8081, targetPort: 9001 },
]);

test("renderTake() gives the canary's Service stable's selector and targetPorts, and renderUndo() what it had", () => {
  const taken = applyJsonPatch(canary, renderTake(canary, stable, mark));
  expect(taken.spec).toEqual({
    selector: trackLabels("app", "stable"),
    ports: [
      { name: "http", port: 80, targetPort: "http" },
      { name: "admin", port: 81, targetPort: 9001 },
      { name: "extra", port: 82 },
    ],
  });
  const lever = readLever(taken, place);
  expect(lever).toEqual({
    kind: "stable",
    service: "app-canary",
    mark: { ...mark, targetPorts: { 80: "http", 81: 9000, 82: 82 } },
  });
  const undone = applyJsonPatch(
    taken,
    renderUndo(taken, "app", lever.kind === "stable" ? lever.mark : undefined),
  );
  expect(undone.spec).toEqual(canary.spec);
  expect(undone.metadata.annotations).toEqual({});
  expect(readLever(undone, place)).toEqual({ kind: "canary" });
});

test("renderTake() keeps other annotations, and needs no ports", () => {
  const bare: Service = {
    metadata: { ...metadata, annotations: { a: "b" } },
    spec: { selector: { app: "x" } },
  };
  const only: Service = { metadata, spec: { selector: trackLabels("app", "stable") } };
  const taken = applyJsonPatch(bare, renderTake(bare, only, mark));
  expect(taken.metadata.annotations).toMatchObject({ a: "b", [leverAnnotation]: expect.any(String) });
  expect(taken.spec.selector).toEqual(trackLabels("app", "stable"));
});

test("renderUndo() of a lever that a person took selects the canary's pods and leaves the ports", () => {
  const taken: Service = { metadata, spec: { selector: trackLabels("app", "stable") } };
  expect(renderUndo(taken, "app", undefined)).toEqual([
    { op: "test", path: "/spec/selector", value: trackLabels("app", "stable") },
    { op: "replace", path: "/spec/selector", value: trackLabels("app", "canary") },
  ]);
});

test("both patches fail where somebody changed the Service since it was read", () => {
  const moved = { ...canary, spec: { ...canary.spec, selector: { app: "somebody" } } };
  expect(() => applyJsonPatch(moved, renderTake(canary, stable, mark))).toThrow();
  expect(() => applyJsonPatch(moved, renderUndo(serviceOf("stable"), "app", undefined))).toThrow();
  const ports = canary.spec.ports?.toReversed() ?? [];
  const reordered = { ...canary, spec: { ...canary.spec, ports: [{ port: 7 }, ...ports] } };
  expect(() => applyJsonPatch(reordered, renderTake(canary, stable, mark))).toThrow();
});

test("readLever() tells stable's pods, another owner's selection and no Service apart", () => {
  expect(readLever(undefined, place)).toEqual({ kind: "missing" });
  const managedFields = [
    { manager: "kubectl-patch", time: "2026-11-29T10:00:00Z", fieldsV1: { "f:spec": { "f:selector": {} } } },
  ];
  const writer = { manager: "kubectl-patch", at: "2026-11-29T10:00:00Z" };
  expect(readLever(serviceOf("stable", [], { managedFields }), place)).toEqual({
    kind: "stable",
    service: "app-canary",
    writer,
  });
  const foreign = { metadata: { ...metadata, managedFields }, spec: { selector: { b: "2", a: "1" } } };
  expect(readLever(foreign, place)).toEqual({
    kind: "other",
    service: "app-canary",
    selector: "a=1,b=2",
    writer,
  });
  expect(readLever({ metadata, spec: {} }, place)).toEqual({
    kind: "other",
    service: "app-canary",
    selector: "",
  });
});

test.each(["{", "[]", '{"kind":1}', '{"kind":"fail"}'])(
  "readLever() takes a mark that reads %s for none",
  (text) => {
    const service = serviceOf("stable", [], { annotations: { [leverAnnotation]: text } });
    expect(readLever(service, place)).toEqual({ kind: "stable", service: "app-canary" });
  },
);

test("readLever() reads a mark of another version as far as it goes", () => {
  const annotations = { [leverAnnotation]: '{"kind":"fail","reason":"r"}' };
  expect(readLever(serviceOf("stable", [], { annotations }), place)).toMatchObject({
    mark: { kind: "fail", reason: "r", because: "", atSeconds: 0, targetPorts: {} },
  });
});
