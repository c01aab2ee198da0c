import { hasCondition } from "../../../../sandbox/cluster/lifecycle/conditions";

const withStatus = (status: string): Record<string, unknown> => ({
  status: { conditions: [{ type: "Ready", status }] },
});

test.each([
  [true, "a condition that is True", withStatus("True")],
  [false, "one that is False", withStatus("False")],
  [false, "one that is Unknown", withStatus("Unknown")],
  [false, "no status", {}],
  [false, "no conditions", { status: {} }],
  [false, "another condition", { status: { conditions: [{ type: "Other", status: "True" }] } }],
])("says %p for %s", (expected, _, object) => {
  expect(hasCondition(object, "Ready")).toBe(expected);
});
