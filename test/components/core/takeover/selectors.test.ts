import {
  leavesTracksOut,
  readSelector,
  readSelectors,
  renderBudget,
  selectorOf,
} from "../../../../components/core/takeover/selectors";

const theirs = { app: "old-web" };
const stable = { app: "old-web", "app.kubernetes.io/name": "shop", "sluice.dev/track": "stable" };

test("readSelector() knows a Service as it was, turned to stable, and as somebody else wrote it", () => {
  expect(selectorOf("theirs", theirs, "shop")).toEqual(theirs);
  expect(selectorOf("stable", theirs, "shop")).toEqual(stable);
  expect(readSelector(theirs, theirs, "shop")).toBe("theirs");
  expect(readSelector(stable, theirs, "shop")).toBe("stable");
  expect(readSelector({ ...stable, zone: "a" }, theirs, "shop")).toBe("other");
  expect(readSelector(undefined, theirs, "shop")).toBe("other");
});

test.each([
  [["theirs", "theirs"], "theirs"],
  [["theirs", "stable"], "mixed"],
  [["stable", "other"], "other"],
  [[], "other"],
] as const)("readSelectors() of %j is %s", (all, together) => {
  expect(readSelectors(all)).toBe(together);
});

test("renderBudget() lets a budget leave the tracks out, and takes that back", () => {
  const selector = { matchLabels: theirs, matchExpressions: [{ key: "tier", operator: "Exists" }] };
  const out = renderBudget(selector, true)?.[1]?.value as typeof selector;
  expect(out).toEqual({
    matchLabels: theirs,
    matchExpressions: [
      { key: "tier", operator: "Exists" },
      { key: "sluice.dev/track", operator: "DoesNotExist" },
    ],
  });
  expect([leavesTracksOut(selector), leavesTracksOut(out)]).toEqual([false, true]);
  expect(renderBudget(out, true)).toBeUndefined();
  expect(renderBudget(out, false)).toEqual([
    { op: "test", path: "/spec/selector", value: out },
    { op: "replace", path: "/spec/selector", value: selector },
  ]);
  const plain = renderBudget({ matchLabels: theirs }, true)?.[1]?.value as typeof selector;
  expect(renderBudget(plain, false)?.[1]?.value).toEqual({ matchLabels: theirs });
});
