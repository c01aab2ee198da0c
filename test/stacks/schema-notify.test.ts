import { parseStackName } from "../../stacks/name";
import { toSettings } from "../../stacks/settings";
import { configWith } from "../support/environment";

const settings = (keys: Record<string, string>) => toSettings(configWith(keys), parseStackName("prod"));

test("sluice:notify and sluice:contacts are settings without secrets", () => {
  const { notify, contacts } = settings({
    notify:
      "{ output: true, slack: { channel: C0123456789, tokenFrom: SLACK }, webhook: { url: 'https://h/', secretFrom: /run/s }, gitlab: { project: g/p, tokenFrom: G } }",
    contacts: "{ owner: team, dashboards: ['https://d'] }",
  });
  expect(notify).toEqual({
    output: true,
    slack: { channel: "C0123456789", tokenFrom: "SLACK", api: "https://slack.com/api" },
    webhook: { url: "https://h", secretFrom: "/run/s" },
    gitlab: { project: "g/p", ref: "main", tokenFrom: "G", api: "https://gitlab.com/api/v4" },
  });
  expect(contacts).toEqual({ owner: "team", dashboards: ["https://d"] });
  expect(settings({})).not.toHaveProperty("notify");
});

test.each([
  [
    "a secret itself",
    "{ slack: { channel: C0123456789, tokenFrom: xoxb-1-2 } }",
    "slack.tokenFrom must be the name of an environment variable",
  ],
  [
    "a channel's name",
    "{ slack: { channel: '#releases', tokenFrom: T } }",
    "slack.channel must be the id of a channel",
  ],
  ["plain http", "{ webhook: { url: 'http://h', secretFrom: T } }", "webhook.url must be an https URL"],
  ["an unknown sink", "{ teams: {} }", "notify.teams must be"],
])("sluice:notify refuses %s", (_, notify, says) => {
  expect(() => configWith({ notify })).toThrow(says);
});
