import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith, imageOf } from "../../support/environment";

const settings = (keys: Record<string, string> = {}) => toSettings(configWith(keys), parseStackName("prod"));

test("sluice:watchdog is off without an image, and 12 hours long with one", () => {
  expect(settings()).not.toHaveProperty("watchdog");
  const image = imageOf("d");
  expect(settings({ watchdog: `{ image: "${image}" }` }).watchdog).toEqual({
    image,
    limitSeconds: 43_200,
    atLimit: "back",
  });
  expect(
    settings({
      watchdog: `{ image: "${image}", limit: 30m, atLimit: stay, secret: tokens, address: "gw.infra:80" }`,
    }).watchdog,
  ).toEqual({ image, limitSeconds: 1800, atLimit: "stay", secret: "tokens", address: "gw.infra:80" });
});

test.each([
  ["a bare tag", "{ image: sluice:1 }", "watchdog.image must end in a digest"],
  ["no image", "{ limit: 1h }", "watchdog.image must end in a digest"],
  ["another end", `{ image: "${imageOf("d")}", atLimit: wait }`, 'watchdog.atLimit must be "back" or "stay"'],
  ["a token", `{ image: "${imageOf("d")}", secret: "xoxb 1" }`, "watchdog.secret must be a Kubernetes name"],
])("sluice:watchdog refuses %s", (_name, watchdog, says) => {
  expect(() => configWith({ watchdog })).toThrow(says);
});
