import {
  defaultParameters,
  explainBaseline,
  judgedClasses,
  noBaseline,
} from "../../../../components/core/verdict/index";

test("an hour that could not be read limits nothing, and says so", () => {
  expect(explainBaseline(noBaseline, defaultParameters(), 100)).toEqual(expect.any(String));
});

test("classes that are judged are no errors of servers", () => {
  expect(judgedClasses).not.toContain("5xx");
});
