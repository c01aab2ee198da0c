import { after } from "./after";
import { before } from "./before";
import { during } from "./during";
import type { ChecklistSection, LineEnd } from "./line";

/** Every line of the owner's checklists, in their order: found, stated, or not applicable and why. */
export const checklistSections: readonly ChecklistSection[] = [...before, ...during, ...after];

/** Counts of the lines by their end. */
export function countLines(): Readonly<Record<LineEnd, number>> {
  const ends = checklistSections.flatMap(({ lines }) => lines.map(({ end }) => end));
  const count = (end: LineEnd): number => ends.filter((one) => one === end).length;
  return { found: count("found"), stated: count("stated"), none: count("none") };
}
