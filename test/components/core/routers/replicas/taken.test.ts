import { replicas } from "../../../../../components/core/routers/replicas/replicas";
import { selectorOf } from "../../../../../components/core/routers/replicas/service";
import type { PatchOperation } from "../../../../../components/core/routers/json-patch";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import type { RouteReading, RouteView, WeightChange } from "../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../support/json-patch";
import { settings as plain } from "./any-service";

const settings = { ...plain, traffic: { ...plain.traffic, route: "front", isShared: true } };
const name = { "app.kubernetes.io/name": "shop" };
/** Selectors that users have: one that says nothing of the app's name, and one that is what both tracks have. */
const selectors = { "another label": { app: "old-web" }, "the app's own labels": { ...name, tier: "web" } };
const note = { note: "theirs" };

const serviceWith = (
  selector: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>> = note,
): RouterObject => ({
  metadata: { name: "front", namespace: "shop", uid: "u", resourceVersion: "7", annotations },
  spec: { selector, ports: [{ port: 80 }] },
});
const read = (object: RouterObject): RouteReading => replicas.read(object, settings, []);
function viewOf(object: RouterObject): RouteView {
  const reading = read(object);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  return reading.view;
}
const patched = (object: RouterObject, patch: readonly PatchOperation[] | undefined): RouterObject =>
  applyJsonPatch(object, patch ?? []);
const structure = { settings, token: "t", epoch: "5-b" };
const written = (object: RouterObject): RouterObject =>
  patched(object, replicas.renderStructure(viewOf(object), structure));
const giveBack = (object: RouterObject, part: "rules" | "marks") =>
  replicas.takeover.giveBack(object, settings, part) as readonly PatchOperation[] | undefined;
const raise = (weight: number): WeightChange => ({ weight, epoch: "6-c", guard: "exact" });
const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;
const toZero: WeightChange = { weight: 0, epoch: "6-c", zero, guard: "names" };
const selectorIn = (object: RouterObject) => (object.spec as { readonly selector: unknown }).selector;

describe.each(Object.entries(selectors))("a user's Service that selects by %s", (_, theirs) => {
  const { ...terms } = theirs as Readonly<Record<string, string>>;
  const narrowed = serviceWith(selectorOf("shop", 0, terms));
  const split = written(narrowed);

  test("is offered until the route writer was there, and split from then on", () => {
    expect(read(serviceWith(theirs)).kind).toBe("offered");
    expect(read(narrowed)).toMatchObject({ kind: "offered", view: { live: { weight: 0, epoch: "" } } });
    expect(read(split)).toMatchObject({ kind: "ours", view: { live: { weight: 0, epoch: "5-b" } } });
    expect(replicas.takeover.isSplit?.(narrowed)).toBe(false);
    expect(replicas.takeover.isSplit?.(split)).toBe(true);
    expect(replicas.renderStructure(viewOf(split), structure)).toBeUndefined();
  });

  test.each([20, 50, 100])(
    "keeps its owner's labels at %i %%, also for a command that knows its name alone",
    (weight) => {
      const raised = patched(split, replicas.renderWeight(viewOf(split), settings, raise(weight)));
      expect(selectorIn(raised)).toEqual(selectorOf("shop", weight, terms));
      expect(selectorIn(raised)).toMatchObject(theirs);
      expect(viewOf(raised).live).toMatchObject({ weight });
      expect(viewOf(raised).live.damage).toBeUndefined();
      const nameless = { ...settings, traffic: { ...settings.traffic, isShared: false } };
      const reading = replicas.read(raised, nameless, []);
      if (reading.kind !== "ours") throw new Error(reading.kind);
      expect(patched(raised, replicas.renderWeight(reading.view, nameless, toZero)).spec).toEqual(split.spec);
    },
  );

  test("reaches the canary where its owner writes the selector again, and an abort puts it right", () => {
    const fought = { ...split, spec: { ...(split.spec as object), selector: theirs } };
    expect(viewOf(fought).live.weight).toBeGreaterThan(98);
    expect(patched(fought, replicas.renderWeight(viewOf(fought), settings, toZero)).spec).toEqual(split.spec);
  });

  test("is at weight 0 while it is given back, whoever it leads to, and is nobody's at the end", () => {
    const left = patched(split, giveBack(split, "rules"));
    const turned = { ...left, spec: { ...(left.spec as object), selector: theirs } };
    for (const one of [left, turned]) {
      expect(read(one)).toMatchObject({
        kind: "ours",
        view: { live: { weight: 0, damage: { restorable: true } } },
      });
      expect(replicas.takeover.isSplit?.(one)).toBe(false);
      expect(giveBack(one, "rules")).toBeUndefined();
      expect(() => replicas.renderWeight(viewOf(one), settings, raise(20))).toThrow("is being given back");
      const aborted = patched(one, replicas.renderWeight(viewOf(one), settings, toZero));
      expect(aborted.spec).toEqual(one.spec);
    }
    expect(written(left)).toEqual(split);
    expect(patched(turned, giveBack(turned, "marks"))).toEqual(serviceWith(theirs));
    expect(giveBack(serviceWith(theirs), "marks")).toBeUndefined();
  });

  test("that is given back and leads to the canary is no weight of 0", () => {
    const left = patched(split, giveBack(split, "rules"));
    const odd = (selector: object) => ({ ...left, spec: { ...(left.spec as object), selector } });
    expect(viewOf(odd(selectorOf("shop", 100, terms))).live.weight).toBe(100);
    expect(viewOf(odd({ app: "another" })).live.weight).toBe(100);
  });
});

test("a user's Service whose terms cannot be read has those that it selects by", () => {
  const odd = serviceWith(selectorOf("shop", 100, { app: "old-web" }), {
    "sluice.dev/selector": "{",
    "sluice.dev/weight": "100",
  });
  expect(viewOf(odd).live).toMatchObject({ weight: 100 });
});

test("nothing is made where the Service is the user's", () => {
  expect(replicas.declare(settings, "t")).toEqual([]);
});
