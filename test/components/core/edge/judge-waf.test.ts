import { explainExpired } from "../../../../components/core/edge/judge-waf";

test("an exclusion is told of from the day after its last one on", () => {
  const one = { rule: 942100, owner: "shop", expires: "2027-01-31" };
  const exclusions = [one, { ...one, path: "/a", expires: "2027-02-01" }];
  expect(explainExpired({ exclusions }, "2027-01-31")).toEqual([]);
  expect(explainExpired({ exclusions }, "2027-02-02")).toEqual([
    "the exclusion of rule 942100 on every path (shop) expired on 2027-01-31 and is still in force",
    "the exclusion of rule 942100 on /a (shop) expired on 2027-02-01 and is still in force",
  ]);
});
