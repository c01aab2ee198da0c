import { mayCarrySecrets } from "../../components/core/access/secure-address";
import { hideSecrets } from "../../components/core/report/hide-secrets";
import { findUnknownNames, linkNames } from "../../components/core/report/links";
import { flag, list, mapping, text, told } from "../fields/field";
import { secretName } from "./token";

const addressRule = "be an https URL without user, query or fragment";

/** An address that a secret is sent to; the trailing slash is left out. */
const address = () =>
  text(addressRule, /^https?:\/\/[^\s?#@]+$/)
    .refine(mayCarrySecrets, { error: addressRule })
    .transform((url) => url.replace(/\/$/, ""));

/** An address that everybody reads who gets a message. */
const link = () =>
  text("be an http(s) URL", /^https?:\/\/\S+$/).refine((url) => hideSecrets(url, []) === url, {
    error: "be without a password or token: everybody reads it who gets a message",
  });

/** An address in which every name in braces is one of a report's. */
const linkTemplate = () =>
  link().refine((url) => findUnknownNames(url).length === 0, {
    error: `have no other names in braces than ${linkNames.join(", ")}`,
  });

/** `sluice:notify`: who is told of a release. Each sink is left out where it is not told. */
export const notifySchema = mapping("notify", {
  output: told("whether every message is printed as well", flag().default(false)),
  slack: mapping("notify.slack", {
    channel: told(
      "id of the channel",
      text("be the id of a channel, such as C0123456789", /^[CGD][A-Z0-9]{6,}$/),
    ),
    tokenFrom: told(
      "environment variable, or absolute path of a file, with the bot's token (scope `chat:write`)",
      secretName(),
    ),
    api: told("address of the Web API", address().prefault("https://slack.com/api")),
  }).optional(),
  pagerduty: mapping("notify.pagerduty", {
    routingKeyFrom: told("the integration key of a service, named like `tokenFrom`", secretName()),
    api: told(
      "address of the Events API; the EU's is https://events.eu.pagerduty.com",
      address().prefault("https://events.pagerduty.com"),
    ),
  }).optional(),
  webhook: mapping("notify.webhook", {
    url: told("address that takes CloudEvents by POST", address()),
    secretFrom: told("the secret that signs them, named like `tokenFrom`", secretName()),
  }).optional(),
  grafana: mapping("notify.grafana", {
    url: told("address of Grafana, which gets an annotation of each transition", address()),
    tokenFrom: told(
      "token of a service account that may write annotations, named like `slack.tokenFrom`",
      secretName(),
    ),
  }).optional(),
  github: mapping("notify.github", {
    repository: told("repository", text("be owner/name", /^[\w.-]+\/[\w.-]+$/)),
    tokenFrom: told("a token that may write deployments, named like `slack.tokenFrom`", secretName()),
    api: told("address of the API", address().prefault("https://api.github.com")),
  }).optional(),
  gitlab: mapping("notify.gitlab", {
    project: told(
      "number of the project, or its path with groups",
      text("be a project's number or path", /^[\w./-]+$/),
    ),
    ref: told(
      "branch or tag that deployments are filed under",
      text("be a branch or tag", /^\S+$/).default("main"),
    ),
    tokenFrom: told("a token that may write deployments, named like `slack.tokenFrom`", secretName()),
    api: told("address of the API", address().prefault("https://gitlab.com/api/v4")),
  }).optional(),
});

/** `sluice:contacts`: people and places that every message names. */
export const contactsSchema = mapping("contacts", {
  owner: told("team or person that owns the app", text("be a text").optional()),
  onCall: told("who is on call", text("be a text").optional()),
  channel: told("where its people talk", text("be a text").optional()),
  escalation: told("who is asked next", text("be a text").optional()),
  dashboards: told("addresses of its dashboards", list(link(), "be a list of URLs").optional()),
  runbook: told("address of its runbook", link().optional()),
  links: told(
    `places that show an attempt's logs, traces or plots, for the report: an address may have ${linkNames.map((name) => `\`{${name}}\``).join(", ")}`,
    list(
      mapping("contacts.links[]", {
        name: told("name that the report shows", text("be a text")),
        url: told("address of the place", linkTemplate()),
      }),
      "be a list of names and URLs",
    ).optional(),
    "none",
  ),
});
