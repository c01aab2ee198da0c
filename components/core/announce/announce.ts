import { fillNames, listNames } from "../report/braces";
import { hideSecrets } from "../report/hide-secrets";
import type { AnnouncementFacts, AnnouncementKind } from "./facts";
import { announcementValues, isAnnouncementName, valueOf } from "./values";
import type { AnnouncementName } from "./values";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

/** Texts with values in braces, as they are without a person's own. */
export const announcementTexts: Readonly<Record<AnnouncementKind, string>> = {
  before: lines(
    "{app} in {environment}: release of {version}",
    "",
    "When: {start}, {duration}",
    "What changes: {changes}",
    "For users: {impact}",
    "How: {steps}",
    "Way back: {wayBack}",
    "Risks: {risks}",
    "Released by: {deployer}; approved by: {approver}",
    "Channel: {channel}; emergency: {emergency}",
  ),
  during: lines(
    "{app} in {environment}: release of {version}, {now}",
    "",
    "Stage: {stage}",
    "Health: {health}",
    "Issues: {issues}",
    "Time left: {estimate}",
    "Decision: {decision}",
    "Next message: {next}",
  ),
  after: lines(
    "{app} in {environment}: {outcome}: {reason}",
    "",
    "Version: {version}; before it: {present}",
    "Health: {health}",
    "Issues: {issues}",
    "What changes for users: {changes}",
    "For support: {support}",
    "Dashboards: {dashboards}",
    "Channel: {channel}",
  ),
  incident: lines(
    "{app} in {environment}: incident, {now}",
    "",
    "What: {reason}",
    "For users: {impact}",
    "Failed requests: {failed}",
    "What is being done: {action}",
    "Estimate: {restored}",
    "Next message: {next}",
    "Report: until {reportBy}",
    "Emergency: {emergency}; runbook: {runbook}",
  ),
};

/** Names in braces that no text may have. */
export function findStrangeNames(text: string): readonly string[] {
  return listNames(text).filter((name) => !isAnnouncementName(name));
}

/** A text for people, and the names of what they have to write themselves. */
export interface Announcement {
  readonly text: string;
  readonly missing: readonly AnnouncementName[];
}

/**
 * Fills a text: what a person says counts, then what is known; what nobody says stays as a gap that says what belongs
 * there. Nothing in it looks like a secret.
 * @param given - words of a person, by name
 * @param template - text with names of {@link announcementValues} in braces. @default - that of its kind
 */
export function announce(
  facts: AnnouncementFacts,
  given: Readonly<Partial<Record<AnnouncementName, string>>>,
  template: string = announcementTexts[facts.kind],
): Announcement {
  const missing = new Set<AnnouncementName>();
  const fill = (name: string): string | undefined => {
    if (!isAnnouncementName(name)) return undefined;
    const value = given[name] ?? valueOf(name, facts);
    if (value !== undefined && value !== "") return hideSecrets(value, []);
    missing.add(name);
    return `[${announcementValues[name].about}]`;
  };
  return { text: fillNames(template, fill), missing: [...missing] };
}
