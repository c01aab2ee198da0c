/** End of a line of the owner's checklists. */
export type LineEnd = "found" | "stated" | "none";

/** Line of the owner's checklists, and where it ends. */
export interface ChecklistLine {
  readonly line: string;
  readonly end: LineEnd;
  /** For `found` the item or what looks, for `stated` the item, for `none` the reason. */
  readonly by: string;
}

/** Section of the owner's checklists. */
export interface ChecklistSection {
  readonly title: string;
  readonly lines: readonly ChecklistLine[];
}

/** Line that the machine looks at: an item of the preflight in backquotes, or another part of Sluice. */
export const found = (line: string, by: string): ChecklistLine => ({ line, end: "found", by });

/** Line that a check of a person's own looks at, which names the item; without one a person states it. */
export const checked = (line: string, item: string): ChecklistLine =>
  found(line, `\`${item}\`, where a check of \`sluice:checks\` answers it`);

/** Line that a person states: items of the preflight by name. */
export const stated = (line: string, ...items: readonly string[]): ChecklistLine => ({
  line,
  end: "stated",
  by: items.map((item) => `\`${item}\``).join(", "),
});

/** Line that is not applicable here, and why. */
export const none = (line: string, why: string): ChecklistLine => ({ line, end: "none", by: why });
