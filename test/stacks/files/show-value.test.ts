import { showValue } from "../../../stacks/files/show-value";

const marker = "marker-of-5102";

test.each([
  ["sluice:app.env.PASSWORD", marker, "a text"],
  ["sluice:app.env.PIN", 5102, "a number"],
  ["sluice:app.args[1]", null, "null"],
  ["sluice:migration.env", [marker], "a list"],
  ["sluice:app.patch", { data: { key: marker } }, "a mapping"],
  ["sluice:app.from.chart.values.password", true, "a boolean"],
  ["sluice:app.env", undefined, "nothing"],
])("at %s the kind of %j is shown alone", (path, value, shown) => {
  expect(showValue(value, path)).toBe(shown);
});

test("inside of another value they are left out, and everything else is shown", () => {
  const values = { env: { PASSWORD: marker }, token: { env: "TOKEN" }, chart: { values: [{ a: marker }] } };
  expect(showValue(values, "sluice:app")).toBe('{"env":"…","token":{"env":"TOKEN"},"chart":{"values":"…"}}');
  expect(showValue("shop", "sluice:app.environment")).toBe('"shop"');
});

test("credentials of a URL are left out, and long values cut", () => {
  expect(showValue("https://anna:word@example.org/?token=1")).toBe('"https://…@example.org/?…"');
  expect(showValue("x".repeat(100))).toHaveLength(78);
});
