import { parseStackName } from "../../stacks/name";
import { toSettings } from "../../stacks/settings";
import { configWith, imageOf } from "../support/environment";

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
