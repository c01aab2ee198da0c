import type { Checklist, PreflightItem, ReleaseEnd } from "./item";

const hour = 3600;

/** Length of a day, seconds. */
export const day = 86_400;

/** Every checklist. */
export const all: readonly Checklist[] = ["standard", "canary", "hotfix"];
/** Those of a planned release: a hotfix cannot wait for it. */
export const planned: readonly Checklist[] = ["standard", "canary"];
/** That of a hotfix alone. */
export const hotfix: readonly Checklist[] = ["hotfix"];

/** Terms of an item besides its name, question and owner. */
type Rest = Omit<PreflightItem, "id" | "section" | "question" | "owner">;

/** The machine looks now: an answer of a person counts only where it cannot see. */
export const found = (
  find: NonNullable<PreflightItem["find"]>,
  of = all,
  rest: Partial<Rest> = {},
): Rest => ({
  checklists: of,
  validSeconds: 4 * hour,
  per: "revision",
  find,
  ...rest,
});

/** A check looks now, else a person says it of the service each day. */
export const daily = (find: NonNullable<PreflightItem["find"]>, of = all): Rest =>
  found(find, of, { validSeconds: day, per: "service" });

/** A person says it of this revision. */
export const ofRevision = (validSeconds: number, of = all): Rest => ({
  checklists: of,
  validSeconds,
  per: "revision",
});

/** A person says it of the service, whatever runs. */
export const ofService = (validSeconds: number, of = all): Rest => ({
  checklists: of,
  validSeconds,
  per: "service",
});

/** A person says it after a release that ended so. */
export const after = (ends: readonly ReleaseEnd[], per: Rest["per"] = "revision"): Rest => ({
  checklists: all,
  validSeconds: 365 * day,
  per,
  after: ends,
});

/** Items of a section, for which a role answers. */
export const at = (
  section: string,
  owner: string,
  items: readonly (readonly [id: string, question: string, rest: Rest])[],
): readonly PreflightItem[] =>
  items.map(([id, question, rest]) => ({ id, section, question, owner, ...rest }));
