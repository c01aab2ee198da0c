import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith, imageOf } from "../../support/environment";

const settingsWith = (keys: Readonly<Record<string, string>>) =>
  toSettings(configWith(keys), parseStackName("prod")).preflight;
const release = `{ image: "${imageOf("a")}", preflight: required }`;

test("no preflight is demanded unless the file says so", () => {
  expect(settingsWith({})).toBeUndefined();
  expect(settingsWith({ release })).toEqual({ required: true });
  expect(settingsWith({ preflight: "{ owners: { waf: ben } }" })).toEqual({
    owners: { waf: "ben" },
  });
  expect(settingsWith({ release, preflight: "{ notApplicable: { csp: no page } }" })).toEqual({
    required: true,
    notApplicable: { csp: "no page" },
  });
});

test("an item that there is not is refused by its name", () => {
  expect(() => configWith({ preflight: "{ notApplicable: { cps: no page }, owners: [] }" })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /sluice:preflight\.notApplicable\.cps must be an item of docs\/reference\/preflight\.md: got "no page"[\s\S]*owners must be a mapping/,
      ),
    }),
  );
});

test("the share that a firewall may refuse is a ratio", () => {
  expect(settingsWith({ preflight: "{ refusedRatio: 0.05 }" })?.refusedRatio).toBe(0.05);
  for (const wrong of ["0", "1.1", "5%"])
    expect(() => configWith({ preflight: `{ refusedRatio: ${wrong} }` })).toThrow(
      "sluice:preflight.refusedRatio must be above 0, at most 1",
    );
});

const alerting = (more: string, address = "service://monitoring/alertmanager:9093") =>
  `{ testAlert: { alertmanager: "${address}", receivers: [test]${more} } }`;

test("a test alert has what its settings say, and is told of for a minute", () => {
  expect(settingsWith({ preflight: alerting("") })?.testAlert).toEqual({
    alertmanager: "service://monitoring/alertmanager:9093",
    receivers: ["test"],
    labels: {},
    confirm: [],
    within: 60,
  });
});

test.each([
  ["testAlert.alertmanager must be", alerting("", "alertmanager:9093")],
  [
    "testAlert.alertmanager must be an https URL, since a token is sent",
    alerting(", tokenFrom: T", "http://a"),
  ],
  ["testAlert.receivers must be a list of receivers, at least one", alerting("").replace("[test]", "[]")],
  ["testAlert.labels must be a mapping", alerting(", labels: [a]")],
  ["testAlert.confirm[0].url must be", alerting(", confirm: [{ url: slack.com }]")],
  ["https where a token is sent", alerting(', confirm: [{ url: "http://a.example.org/", tokenFrom: T }]')],
])("a test alert that cannot be is refused: %s", (rule, preflight) => {
  expect(() => configWith({ preflight })).toThrow(
    expect.objectContaining({ message: expect.stringContaining(rule) as string }),
  );
});
