import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { readChecks, toCheck } from "../../../policies/cel/read-checks";
import { judge, policyWith } from "./policy";

const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
const constraints = (more: object): Record<string, unknown> => ({
  matchConstraints: { resourceRules: [rule], ...more },
});
const rules = (more: object): Record<string, unknown> => ({
  matchConstraints: { resourceRules: [{ ...rule, ...more }] },
});
const says = (expression: string) => ({ validations: [{ expression }] });

describe("the loader refuses what plan time would decide otherwise than the cluster, by its field", () => {
  test.each<[string, Record<string, unknown>]>([
    ["spec.failurePolicy", { failurePolicy: "Ignore" }],
    [
      "spec.matchConstraints.namespaceSelector.matchLabels",
      constraints({ namespaceSelector: { matchLabels: { a: "b" } } }),
    ],
    [
      "spec.matchConstraints.objectSelector.matchExpressions",
      constraints({ objectSelector: { matchExpressions: [] } }),
    ],
    ["spec.matchConstraints.excludeResourceRules", constraints({ excludeResourceRules: [rule] })],
    ["spec.matchConstraints.matchPolicy", constraints({ matchPolicy: "Exact" })],
    ["spec.matchConstraints.resourceRules[0].resourceNames", rules({ resourceNames: ["shop"] })],
    ["spec.matchConstraints.resourceRules[0].scope", rules({ scope: "Cluster" })],
    ["spec.matchConstraints.resourceRules[0].operations", rules({ operations: ["DELETE"] })],
    ["spec.matchConstraints.resourceRules[0].resources", rules({ resources: ["deployments/scale"] })],
    ["spec.auditAnnotations", { auditAnnotations: [{ key: "a", valueExpression: "'b'" }] }],
    ["spec.paramKind.kind", { paramKind: { apiVersion: "v1", kind: "Secret" } }],
    ["spec.validations[0].reason", { validations: [{ expression: "true", reason: "Whatever" }] }],
    ["spec.mutations", { mutations: [] }],
    ["spec.matchConditions[0].expression", { matchConditions: [{ name: "a", expression: "variables.x" }] }],
    [
      "spec.validations[0].expression",
      { validations: [{ expression: "variables.nope == 1", message: "m" }] },
    ],
    [
      "spec.variables[0].expression",
      {
        variables: [
          { name: "a", expression: "variables.b" },
          { name: "b", expression: "1" },
        ],
      },
    ],
  ])("%s", (field, spec) => {
    expect(() => toCheck("tried", policyWith(spec))).toThrow(
      new RegExp(`^Cannot load check "tried": ${field.replaceAll(/[[\].]/g, String.raw`\$&`)} must `),
    );
  });

  test("and takes what says the same as leaving it out", () => {
    const same = {
      matchPolicy: "Equivalent",
      namespaceSelector: {},
      objectSelector: {},
    };
    expect(
      judge(policyWith({ ...constraints(same), ...says("false"), failurePolicy: undefined })),
    ).toHaveLength(1);
  });

  test("all that is wrong is said at once, and the name must be the file's", () => {
    const bad = policyWith({
      validations: [{ expression: "sets.contains([1], [1]) && ip('x') == ip('y')" }],
    });
    expect(() => toCheck("other", bad)).toThrow(
      'Cannot load check "other": metadata.name must be sluice-other, after its file: got sluice-tried; spec.validations[0].expression must use functions that plan time has: got sets.contains(); spec.validations[0].expression must use functions that plan time has: got ip(); change it, or have the cluster alone enforce it',
    );
  });

  test("a severity that there is not is refused", () => {
    expect(() => toCheck("tried", policyWith({}, { "sluice.dev/severity": "huge" }))).toThrow(
      "metadata.annotations.sluice.dev/severity must be another",
    );
  });

  test("a folder is judged whenever its files are new", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-checks-"));
    const write = (expression: string) =>
      fs.writeFileSync(path.join(folder, "tried.yaml"), stringify(policyWith(says(expression))));
    write("object.metadata.name != ''");
    expect(readChecks(folder)).toHaveLength(1);
    expect(readChecks(folder)).toHaveLength(1);
    write("object.metadata.name.reverse() != ''");
    expect(() => readChecks(folder)).toThrow("got reverse()");
    expect(() => readChecks(folder)).toThrow("got reverse()");
    fs.rmSync(folder, { recursive: true });
  });
});

test.each([
  ["sets.contains(['a'], ['a'])", "sets.contains()"],
  ["math.greatest(1, 2) == 2", "math.greatest()"],
  ["url('https://a').getHost() == 'a'", "url()"],
  ["ip('10.0.0.1').family() == 4", "ip()"],
  ["cidr('10.0.0.0/8').containsIP('10.0.0.1')", "containsIP()"],
  ["semver('1.0.0').major() == 1", "semver()"],
  ["'%s'.format(['a']) == 'a'", "format()"],
  ["base64.decode('YQ==') == b'a'", "base64.decode()"],
  ["strings.quote('a') == ''", "strings.quote()"],
  ["format.dns1123Label().validate('a').hasValue()", "format.dns1123Label()"],
  ["object.spec.ports.sum() == 1", "sum()"],
  ["[1, 2].isSorted()", "isSorted()"],
  ["object.spec.x.sort() == []", "sort()"],
  ["object.?spec.optMap(s, s.x).orValue(true)", "optMap()"],
  ["optional.ofNonZeroValue(1).hasValue()", "optional.ofNonZeroValue()"],
  ["quantity('1').add(quantity('2')) == quantity('3')", "add()"],
  ["object.metadata.labels.transformMap(k, v, v) == {}", "transformMap()"],
  ["object.metadata.labels.all(k, v, v != '')", "two variables in one macro"],
  ["[?object.x] == []", "optional items of a list"],
  ["{?'a': object.x} == {}", "optional entries of a map"],
  ["object.`x-y` == 'a'", "backticks"],
  ["object.spec.__namespace__ == 'a'", "escaped field names"],
  ["authorizer.group('').resource('pods').check('get').allowed()", "authorizer"],
  ["namespaceObject.metadata.name == 'a'", "namespaceObject"],
  ["request.userInfo.username == 'a'", "request.userInfo"],
  ["request.?options.orValue(1) == 1", "request.options"],
  ["b'x'.json() == {}", "json()"],
  ["object.metadata.name == 1 + 'a'", "no such overload"],
  ["object.metadata.name.startsWith('a', 'b')", "startsWith(string, string)"],
  ["nowhere.name == 'a'", "Unknown variable: nowhere"],
  ["object.metadata.name ==", "must be CEL"],
  ["object.metadata.name.matches('a(?=b)')", "must be a regular expression of RE2"],
  [String.raw`object.metadata.name.find(r'(a)\1') == ''`, "must be a regular expression of RE2"],
])("an expression that plan time cannot evaluate is refused in its own words: %s", (expression, words) => {
  expect(() => toCheck("tried", policyWith(says(expression)))).toThrow(words);
});

test.each([
  "object.metadata.name == 'sets.contains(x)' || true // math.least(1)",
  "object.data[?'a-b'].orValue('') == ''",
  "cel.bind(name, object.metadata.name, name.size() > 0)",
  "dyn([1]).all(x, x == 1) && request.operation == 'CREATE' && oldObject == null",
  "quantity('1') == quantity('1000m') && quantity('1').compareTo(quantity('2')) == -1",
  "timestamp('2026-01-01T00:00:00Z').getFullYear() == 2026",
])("an expression that both evaluate is taken: %s", (expression) => {
  expect(() => toCheck("tried", policyWith(says(expression)))).not.toThrow();
});

describe("matchConditions", () => {
  const when = (expression: string, validation = "false") =>
    policyWith({ matchConditions: [{ name: "when", expression }], ...says(validation) });

  test.each([
    ["false", []],
    ["object.metadata.name == 'cart'", []],
    ["object.metadata.name == 'shop'", ["fail"]],
    ["object.data.absent == 'x'", ["error"]],
    ["object.metadata.name", ["error"]],
  ])("decide whether a check is about an object: %s", (expression, kinds) => {
    expect(judge(when(expression)).map(({ kind }) => kind)).toEqual(kinds);
  });

  test("one that is false outweighs one that cannot be evaluated; one on what a preview does not know says so", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const conditions = ["object.data.a == 'x'", "object.metadata.name == 'cart'"];
    const both = conditions.map((expression, at) => ({ name: `c${at}`, expression }));
    expect(judge(policyWith({ matchConditions: both, ...says("false") }))).toEqual([]);
    expect(judge(when("object.data.a == 'x'"), { data: { a: unknown } })).toEqual([
      { kind: "unknown", path: "data.a" },
    ]);
  });
});

test("a parameter that cannot be used is named, and the object is not blamed", () => {
  const variables = [{ name: "most", expression: "int(params.data.most)" }];
  const policy = policyWith({
    variables,
    validations: [{ expression: "object.data.size() <= variables.most" }],
  });
  expect(judge(policy, { data: {} }, { most: "many" })).toEqual([
    { kind: "parameters", message: expect.stringContaining("int()") },
  ]);
  expect(judge(policy, { data: { a: "b" } }, { most: "1" })).toEqual([]);
});
