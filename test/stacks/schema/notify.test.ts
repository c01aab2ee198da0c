import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

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

test.each([
  ["dashboards[0]", "dashboards: ['https://ann:pa55word@d/shop']"],
  ["runbook", "runbook: 'https://wiki/shop?access_token=pa55word'"],
  ["links[0].url", "links: [{ name: Logs, url: 'https://l/?token=pa55word&q={canary}' }]"],
])("sluice:contacts.%s is without a secret, since every message has it", (path, contacts) => {
  const read = () => configWith({ contacts: `{ ${contacts} }` });
  expect(read).toThrow(`contacts.${path} must be without a password or token`);
  expect(read).not.toThrow("pa55word");
});

test("sluice:contacts.links takes addresses with names that a report knows", () => {
  const url = "https://l/?q={canary}&from={fromMs}";
  const { contacts } = settings({ contacts: `{ links: [{ name: Logs, url: '${url}' }] }` });
  expect(contacts?.links).toEqual([{ name: "Logs", url }]);
  expect(() =>
    configWith({ contacts: "{ links: [{ name: Logs, url: 'https://l/?q={pod}' }, { url: 'l' }] }" }),
  ).toThrow(
    /links\[0\]\.url must have no other names in braces than app, .*links\[1\]\.name must .*links\[1\]\.url must be an http\(s\) URL/s,
  );
});
