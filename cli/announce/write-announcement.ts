import * as fs from "node:fs/promises";
import { announce, findStrangeNames } from "../../components/core/announce/announce";
import type { AnnouncementKind } from "../../components/core/announce/facts";
import { announcementNames, isAnnouncementName } from "../../components/core/announce/values";
import type { AnnouncementName } from "../../components/core/announce/values";
import { exitCodes } from "../../components/core/exit-code";
import { given } from "../../components/core/given";
import { RunEnd } from "../../components/core/run-end";
import type { Environment } from "../environment";
import { keepWords } from "../options/keep-words";
import { findPerson } from "../options/person";
import type { Outcome } from "../run-command";

/** Choice of a text. */
export interface AnnouncementChoice {
  readonly kind: AnnouncementKind;
  /** Words of a person, as `NAME=TEXT`. @default none */
  readonly set?: readonly string[] | undefined;
  /** Planned begin, ISO 8601. @default now */
  readonly start?: string | undefined;
  /** File with a text of the person's own. @default - that of its kind */
  readonly template?: string | undefined;
}

const refuse = (rule: string, got: string): never => {
  throw new RunEnd("usage", {
    text: `Cannot run "announce": ${rule}: got ${got}`,
    fix: "see sluice announce --help",
  });
};

const names = announcementNames.join(", ");

function readWords(set: readonly string[]): Readonly<Partial<Record<AnnouncementName, string>>> {
  const pairs = set.map((one) => {
    const [, name = "", text = ""] = /^(\w+)=(.+)$/s.exec(one) ?? [];
    if (!isAnnouncementName(name)) return refuse(`--set must be NAME=TEXT with a name of ${names}`, one);
    return [name, keepWords(text)] as const;
  });
  return Object.fromEntries(pairs);
}

function readStart(text: string): number {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) / 1000 : Number.NaN;
  return Number.isNaN(at) ? refuse('--start must be a time such as "2026-12-01T10:00:00Z"', text) : at;
}

async function readTemplate(file: string): Promise<string> {
  const text = await fs
    .readFile(file, "utf8")
    .catch((error: Error) => refuse("--template must be a file that can be read", error.message));
  const strange = findStrangeNames(text);
  return strange.length === 0
    ? text
    : refuse(`${file} must have no other names in braces than ${names}`, strange.join(", "));
}

/**
 * Writes a text that people are told before, during or after a release, or in an incident; reads only.
 * @returns the text besides its JSON
 * @throws {RunEnd} with exit code 2 for words, a time or a template that cannot be used
 */
export async function writeAnnouncement(
  { settings, store, now, say }: Environment,
  { kind, set = [], start, template }: AnnouncementChoice,
): Promise<Outcome & { readonly text: string }> {
  const words = readWords(set);
  const own = template === undefined ? undefined : await readTemplate(template);
  const facts = {
    kind,
    settings,
    ...given("ledger", (await store.read())?.ledger),
    startSeconds: start === undefined ? now() : readStart(start),
    nowSeconds: now(),
    person: findPerson(process.env),
  };
  const { text, missing } = announce(facts, words, own);
  if (missing.length > 0)
    say(`for a person to write, or by --set NAME=TEXT: ${missing.join(", ")}`, "warning");
  return { exitCode: exitCodes.done, text, report: { kind, text, missing } };
}
