import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

const stagesOf = (first: string, more = "") => `[${first}, { weight: 5 }${more}, { weight: 100 }]`;
const read = (first: string) =>
  toSettings(configWith({ stages: stagesOf(first) }), parseStackName("prod-canary-5")).stages[0];

test.each([
  [
    "{ match: { header: x-beta, exact: '1' } }",
    "match",
    { on: "header", name: "x-beta", by: "exact", value: "1" },
  ],
  [
    "{ name: team, match: { cookie: beta, prefix: on } }",
    "team",
    { on: "cookie", name: "beta", by: "prefix", value: "on" },
  ],
  [
    String.raw`{ match: { header: x-beta, regex: '(?:a|b).*\.c' } }`,
    "match",
    { on: "header", name: "x-beta", by: "regex", value: String.raw`(?:a|b).*\.c` },
  ],
  [
    String.raw`{ match: { cookie: beta, regex: '[a-z]+\d' } }`,
    "match",
    { on: "cookie", name: "beta", by: "regex", value: String.raw`[a-z]+\d` },
  ],
])("%s is a stage with a stack of its own", (first, key, match) => {
  expect(read(first)).toMatchObject({ key, exposure: { match } });
  expect(parseStackName(`prod-canary-${key}`)).toEqual({ kind: "stage", environment: "prod", key });
});

test("a stage that is not there is refused by all that are", () => {
  const config = configWith({ stages: stagesOf("{ name: beta, match: { header: x-beta, exact: '1' } }") });
  expect(() => toSettings(config, parseStackName("prod-canary-gamma"))).toThrow(
    "the stage in its name must be one of sluice:stages (beta, 5%, 100%): got gamma",
  );
});

test.each([
  ["{}", "stages[0].weight must be set, or match or mirror in its place, and not two of them"],
  [
    "{ weight: 1, match: { header: x-beta, exact: '1' } }",
    "stages[0].weight must be set, or match or mirror in its place",
  ],
  ["{ weight: 1 }, { match: { header: x-beta, exact: '1' } }", "stages[1].match must be in the first stage"],
  ["{ match: { header: x-beta } }", "stages[0].match must have one of exact, prefix and regex"],
  ["{ match: { header: x-beta, exact: '1', prefix: '1' } }", "must have one of exact, prefix and regex"],
  ["{ match: { exact: '1' } }", "stages[0].match must have one of header and cookie"],
  ["{ match: { header: a, cookie: b, exact: '1' } }", "must have one of header and cookie"],
  ["{ match: { header: Cookie, exact: '1' } }", "match.header must be a header of the app's own"],
  ["{ match: { header: x-sluice-probe, exact: '1' } }", "match.header must be a header of the app's own"],
  ["{ match: { header: 'x beta', exact: '1' } }", "match.header must be the name of a header"],
  ["{ match: { cookie: beta, exact: 'a; b' } }", "match.exact must have no space, comma or semicolon"],
  ["{ match: { header: x-beta, exact: 'a`b' } }", "match.exact must be a value"],
  ["{ match: { header: x-beta, regex: '(' } }", "match.regex must be a regular expression"],
  ["{ match: { header: x-beta, regex: '(?=a)b' } }", "without lookaround and references"],
  [String.raw`{ match: { header: x-beta, regex: '(a)\1' } }`, "without lookaround and references"],
  ["{ match: { cookie: beta, regex: 'a.*' } }", "which read no other cookie"],
  ["{ name: Beta, match: { header: x-beta, exact: '1' } }", "stages[0].name must be lower-case letters"],
  ["{ mirror: { percent: 5 } }", "stages[0].mirror.repeatable must be a list of methods"],
  ["{ mirror: { repeatable: [BREW] } }", 'stages[0].mirror.repeatable[0] must be "GET" or'],
  ["{ mirror: { percent: 101, repeatable: [GET] } }", "stages[0].mirror.percent must be a whole percent"],
  ["{ weight: 1 }, { mirror: { repeatable: [GET] } }", "stages[1].mirror must be in the first stage"],
  [
    "{ name: a, mirror: { repeatable: [GET] } }, { name: a, match: { header: x-beta, exact: '1' } }",
    "stages[1].name must not be the mirror's",
  ],
  ["{ name: '5', match: { header: x-beta, exact: '1' } }", "stages[0].name must be lower-case letters"],
])("%s is refused", (first, message) => {
  expect(() => configWith({ stages: stagesOf(first) })).toThrow(message);
});

test("a mirror comes first, a match may come behind it, and only what the user states may be copied", () => {
  const mirror = "{ mirror: { repeatable: [GET] } }, { match: { header: x-beta, exact: '1' } }";
  const config = configWith({ stages: stagesOf(mirror) });
  const stages = toSettings(config, parseStackName("prod")).stages;
  expect(stages.map(({ key }) => key)).toEqual(["mirror", "match", "5", "100"]);
  expect(stages[0]).toMatchObject({ exposure: { mirror: { percent: 10, repeatable: ["GET"] } } });
});

test("a mirror is refused for a route of another owner's", () => {
  const traffic = "{ router: traefik, hosts: [a.example.org], from: { object: shop } }";
  expect(() => configWith({ traffic, stages: stagesOf("{ mirror: { repeatable: [GET] } }") })).toThrow(
    "stages[0].mirror must be left out with sluice:traffic.from",
  );
});

test("a list without a weight, and a first weight that nothing proves, are refused", () => {
  const beta = "{ match: { header: x-beta, exact: '1' } }";
  expect(() => configWith({ stages: `[${beta}]` })).toThrow(
    "stages[0].weight must be 100% in the last stage",
  );
  expect(() => configWith({ stages: `[${beta}, { weight: 50 }, { weight: 100 }]` })).toThrow(
    "stages[1].weight must be at most 20% in the first stage",
  );
});

test("rules with names are refused beside a match: policies know them by their names", () => {
  const traffic = "{ hosts: [a.example.org], rules: [{ name: api }] }";
  const stages = stagesOf("{ match: { header: x-beta, exact: '1' } }");
  expect(() => configWith({ stages, traffic })).toThrow(
    "traffic.rules[0].name must be left out with a match",
  );
  expect(configWith({ traffic }).traffic.rules).toHaveLength(1);
});
