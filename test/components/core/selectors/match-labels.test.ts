import { describeSelector, hasLabels, matchLabels } from "../../../../components/core/selectors/match-labels";

const labels = { "app.kubernetes.io/name": "shop", tier: "web" };

test("hasLabels() wants each label", () => {
  expect(hasLabels(labels, { tier: "web" })).toBe(true);
  expect(hasLabels(labels, { tier: "web", more: "x" })).toBe(false);
  expect(hasLabels(labels, {})).toBe(true);
});

const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }],
});

test.each([
  ["no term", {}, true, "every pod"],
  ["a label", { matchLabels: { tier: "web" } }, true, "tier=web"],
  ["another label", { matchLabels: { tier: "db" } }, false, "tier=db"],
  ["In", expression("tier", "In", "web", "db"), true, "tier In (web, db)"],
  ["In without the label", expression("zone", "In", "a"), false, "zone In (a)"],
  ["In without values", expression("tier", "In"), false, "tier In"],
  ["NotIn", expression("tier", "NotIn", "web"), false, "tier NotIn (web)"],
  ["NotIn without the label", expression("zone", "NotIn", "a"), true, "zone NotIn (a)"],
  ["Exists", expression("tier", "Exists"), true, "tier Exists"],
  ["Exists without the label", expression("zone", "Exists"), false, "zone Exists"],
  ["DoesNotExist", expression("zone", "DoesNotExist"), true, "zone DoesNotExist"],
  ["DoesNotExist with the label", expression("tier", "DoesNotExist"), false, "tier DoesNotExist"],
  [
    "both, one of which does not fit",
    { matchLabels: { tier: "web" }, ...expression("tier", "NotIn", "web") },
    false,
    "tier=web, tier NotIn (web)",
  ],
])("matchLabels() and describeSelector(): %s", (_name, selector, expected, text) => {
  expect(matchLabels(labels, selector)).toBe(expected);
  expect(describeSelector(selector)).toBe(text);
});
