import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith, imageOf } from "../../support/environment";

const flagsOf = (flags?: string) => toSettings(configWith({ flags }), parseStackName("prod")).flags;
const withFlag = (flag: string) =>
  `{ list: { new-search: { owner: search, expires: 2027-03-01, ${flag} } } }`;

test("there are no flags unless the file has some; the usual one has days", () => {
  expect(flagsOf()).toBeUndefined();
  expect(flagsOf("{}")).toMatchObject({ list: [], metrics: { keyLabel: "feature_flag_key" } });
  expect(flagsOf(withFlag(""))?.list).toEqual([
    {
      name: "new-search",
      definition: {
        variants: { on: true, off: false },
        on: "on",
        off: "off",
        allow: [],
        targeting: [],
        owner: "search",
        expires: "2027-03-01",
      },
      steps: [
        { percent: 1, soakSeconds: 1800 },
        { percent: 5, soakSeconds: 1800, afterSeconds: 172_800 },
        { percent: 25, soakSeconds: 1800, afterSeconds: 172_800 },
        { percent: 100, soakSeconds: 1800, afterSeconds: 259_200 },
      ],
    },
  ]);
});

test("steps have days, soaks and deadlines, and targeting is a list of conditions", () => {
  const steps =
    '[{ percent: 0.5, from: "2026-12-05T09:00:00Z", deadline: 1d }, { percent: 100, soak: 1h, from: "2026-12-06T09:00:00Z" }]';
  const targeting =
    '[{ attribute: plan, equals: pro }, { attribute: c, in: [de, 4] }, { attribute: v, semver: ">=2.1.0" }]';
  const [flag] = flagsOf(withFlag(`steps: ${steps}, targeting: ${targeting}, allow: [anna]`))?.list ?? [];
  expect(flag?.steps).toEqual([
    { percent: 0.5, soakSeconds: 1800, from: "2026-12-05T09:00:00Z", deadlineSeconds: 86_400 },
    { percent: 100, soakSeconds: 3600, from: "2026-12-06T09:00:00Z" },
  ]);
  expect(flag?.definition.targeting).toHaveLength(3);
});

test("flagd is Sluice's by its image, or somebody's by labels", () => {
  expect(flagsOf(`{ flagd: { image: "${imageOf("b")}" } }`)).toMatchObject({
    flagd: { selector: { "app.kubernetes.io/name": "scholarlink-flagd" }, port: 8016 },
    declared: { image: imageOf("b"), replicas: 2 },
  });
  const own = flagsOf("{ flagd: { selector: { app: flagd }, port: 8116 } }");
  expect(own).toMatchObject({ flagd: { selector: { app: "flagd" }, port: 8116 } });
  expect(own).not.toHaveProperty("declared");
});

test.each([
  ["{ flagd: {} }", "flags.flagd must have image or selector, and not both"],
  [`{ flagd: { image: "${imageOf("b")}", selector: { a: b } } }`, "must have image or selector"],
  ["{ flagd: { image: flagd:latest } }", "flags.flagd.image must end in a digest"],
  ["{ metrics: { requests: rate(x) } }", "flags.metrics.requests must be a selector"],
  ["{ metrics: { requests: 'x{a=\"{{pod}}\"}' } }", "flags.metrics.requests must use no other placeholders"],
  [withFlag("variants: { a: 1, b: 2, c: 3 }, on: a, off: b"), "variants must be two"],
  [withFlag("variants: { on: 1, off: text }"), "variants must have values of one type"],
  [withFlag("on: new"), "on must be one of on, off"],
  [withFlag("on: off"), "on must be another variant than off"],
  [withFlag("allow: [anna, anna]"), "allow must name each targeting key once"],
  [withFlag("steps: [{ percent: 5 }, { percent: 5 }, { percent: 100 }]"), "percent must be more than the 5"],
  [withFlag("steps: [{ percent: 50 }]"), "steps[0].percent must be 100 in the last step"],
  [withFlag("steps: [{ percent: 0.001 }, { percent: 100 }]"), "percent must be a percentage above 0"],
  [withFlag("steps: [{ percent: 0 }, { percent: 100 }]"), "percent must be a percentage above 0"],
  [withFlag("targeting: [{ attribute: a }]"), "targeting[0] must have one of equals"],
  [withFlag("targeting: [{ attribute: $flagd.timestamp, equals: 1 }]"), "attribute must be a name"],
  [withFlag('targeting: [{ attribute: v, semver: "2.x" }]'), "semver must be a comparison and a version"],
  ["{ list: { a: { owner: x } } }", "flags.list.a.expires must be a day"],
])("%s is refused", (flags, message) => {
  expect(() => configWith({ flags })).toThrow(message);
});

test("a later step has a later day", () => {
  const steps =
    '[{ percent: 5, from: "2026-12-05T09:00:00Z" }, { percent: 100, from: "2026-12-05T09:00:00Z" }]';
  expect(() => configWith({ flags: withFlag(`steps: ${steps}`) })).toThrow(
    "from must be later than the step's before it",
  );
});

test("all that is wrong comes at once", () => {
  const file = withFlag("on: new, allow: [a, a], steps: [{ percent: 50 }]");
  expect(() => configWith({ flags: file })).toThrow(/on must(?:.|\n)*allow must|allow must(?:.|\n)*on must/);
});

test("the last day may be as Pulumi writes it back into the file", () => {
  const flags = (expires: string): string =>
    `{ list: { new-search: { owner: search, expires: ${expires} } } }`;
  const dayOf = (expires: string) => flagsOf(flags(expires))?.list[0]?.definition.expires;
  expect(dayOf("2027-03-01 00:00:00 +0000 UTC")).toBe("2027-03-01");
  expect(() => flagsOf(flags("2027-03-01 10:00:00 +0000 UTC"))).toThrow("expires must be a day");
  expect(() => flagsOf(flags("2027-02-30 00:00:00 +0000 UTC"))).toThrow("expires must be a day");
});
