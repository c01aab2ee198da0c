import { chooseOne } from "../../../../components/core/convert/choose-one";
import { read } from "./support/read";

const two = read("{ kind: Rollout, metadata: { name: a } }\n---\n{ kind: Rollout, metadata: { name: b } }");

test.each([
  [
    "no object of the kind",
    read("{ kind: Pod, metadata: { name: a } }"),
    {},
    "must have a Rollout: got none",
  ],
  ["several", two, {}, "must have one Rollout: got 2 (a in all.yaml, b in all.yaml)"],
  ["none of the name", two, { name: "c" }, "got none named c, but a, b"],
  [
    "a name that no app may have",
    two,
    { name: "a", app: "9".repeat(41) },
    "the app's name must begin with a letter",
  ],
  ["a long name", two, { name: "a", app: "a".repeat(41) }, "at most 40"],
])("chooseOne() refuses %s", (_, inputs, options, text) => {
  const chosen = chooseOne(inputs, "Rollout", options);
  expect("problem" in chosen && chosen.problem.text).toContain(text);
});

test("chooseOne() passes over an object of another tool that has the same kind", () => {
  const inputs = read(
    "{ apiVersion: networking.internal.knative.dev/v1alpha1, kind: Ingress, metadata: { name: a } }",
  );
  const chosen = chooseOne(inputs, "Ingress", {});
  expect("problem" in chosen && chosen.problem.text).toBe("the input must have an Ingress: got none");
});

test("chooseOne() takes the one of a name, and calls the app like it", () => {
  expect(chooseOne(two, "Rollout", { name: "b" })).toEqual({ input: two[1], app: "b" });
  expect(chooseOne(two, "Rollout", { name: "b", app: "shop" })).toMatchObject({ app: "shop" });
});
