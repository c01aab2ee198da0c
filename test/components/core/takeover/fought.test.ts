import type { TakeoverAct } from "../../../../components/core/takeover/decide-takeover";
import { describeRival, isFought } from "../../../../components/core/takeover/fought";

const turn: TakeoverAct = { kind: "turn", to: "stable" };

test("isFought() bears one act that was undone, and not a second one", () => {
  expect(isFought([turn], turn)).toBe(false);
  expect(isFought([turn, { kind: "note" }, turn], turn)).toBe(true);
  expect(isFought([turn, turn], { kind: "turn", to: "theirs" })).toBe(false);
  const scale = (replicas: number): TakeoverAct => ({ kind: "scale", side: "stable", replicas });
  expect(isFought([scale(2), scale(3)], scale(4))).toBe(false);
});

test("describeRival() names the last writer of a field that is not Sluice", () => {
  const entry = (manager: string, time: string, field = "selector") => ({
    manager,
    time,
    fieldsV1: { "f:spec": { [`f:${field}`]: {} } },
  });
  const managedFields = [
    entry("sluice", "2026-01-01T00:00:09Z"),
    entry("helm", "2026-01-01T00:00:08Z"),
    entry("kubectl", "2026-01-01T00:00:01Z"),
    entry("other", "2026-01-01T00:00:10Z", "ports"),
  ];
  expect(describeRival({ managedFields }, "selector")).toBe("field manager helm");
  expect(describeRival({}, "selector")).toBe("another writer");
});
