import { parseAllDocuments } from "yaml";
import { toDryRunPolicy } from "../../../../components/core/access/dry-run-policy";
import { holdersOf, roleNames, roleRules } from "../../../../components/core/access/roles";
import { parseSubject } from "../../../../components/core/access/subject";
import { blocksIn } from "../../../support/fenced-blocks";

const [yaml = ""] = blocksIn("docs/reference/rights.md", "yaml");

describe("roleRules()", () => {
  test.each(roleNames)("are for %s what docs/reference/rights.md says", (role) => {
    const documents = parseAllDocuments(yaml).map(
      (document) => document.toJS() as { metadata: { name: string }; rules: unknown },
    );
    const written = documents.find(({ metadata }) => metadata.name === `sluice-${role}`);
    expect(written?.rules).toEqual(roleRules(role));
  });

  test("are given to those who need them as well", () => {
    expect(holdersOf("viewer")).toEqual(["viewer", "previewer", "releaser", "aborter"]);
    expect(holdersOf("aborter")).toEqual(["aborter", "releaser"]);
  });
});

describe("parseSubject()", () => {
  test.each([
    ["group:sre", { kind: "Group", name: "sre" }],
    ["group:idp/sre", { kind: "Group", name: "idp/sre" }],
    ["user:ada@example.org", { kind: "User", name: "ada@example.org" }],
    ["serviceaccount:ci/preview", { kind: "ServiceAccount", name: "preview", namespace: "ci" }],
  ])("reads %s", (text, subject) => {
    expect(parseSubject(text)).toEqual(subject);
  });

  test.each(["sre", "serviceaccount:preview", ""])('refuses "%s"', (text) => {
    expect(() => parseSubject(text)).toThrow(SyntaxError);
  });
});

describe("toDryRunPolicy()", () => {
  test("names users, service accounts and groups as the API server does", () => {
    const { matchConditions } = toDryRunPolicy([
      parseSubject("user:ada"),
      parseSubject("group:ci"),
      parseSubject("serviceaccount:ci/preview"),
    ]).spec;
    expect(matchConditions[0]?.expression).toBe(
      'request.userInfo.username in ["ada", "system:serviceaccount:ci:preview"] || (has(request.userInfo.groups) && request.userInfo.groups.exists(group, group in ["ci"]))',
    );
  });
});
