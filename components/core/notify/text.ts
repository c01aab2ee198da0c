import type { Message } from "./message";
import type { Contacts } from "./settings";

const marks = { info: "", good: "", warning: "warning: ", critical: "CRITICAL: " } as const;

/** Contacts as lines, without the addresses that a sink shows as links. */
export function listContacts({ owner, onCall, channel, escalation }: Contacts): readonly string[] {
  const named = { owner, "on call": onCall, channel, escalation };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return given.length === 0 ? [] : [given.map(([name, value]) => `${name}: ${value}`).join(", ")];
}

/** Addresses of the contacts, by name. */
export function listLinks({ dashboards = [], runbook }: Contacts): readonly { text: string; href: string }[] {
  return [
    ...dashboards.map((href) => ({ text: "dashboard", href })),
    ...(runbook === undefined ? [] : [{ text: "runbook", href: runbook }]),
  ];
}

/**
 * A message as plain text: title, sentence, measured value with limit and number of requests, command, contacts.
 * @param quote - gives a command the sink's form. @default - none
 */
export function renderLines(
  message: Message,
  quote: (command: string) => string = (command) => command,
): readonly string[] {
  const { tone, title, sentence, measured, limit, requests, command, contacts } = message;
  return [
    `${marks[tone]}${title}`,
    sentence,
    `measured: ${measured}; limit: ${limit}; ${requests} requests`,
    `next: ${quote(command)}`,
    ...listContacts(contacts),
    ...listLinks(contacts).map(({ text, href }) => `${text}: ${href}`),
  ];
}
