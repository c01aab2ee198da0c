import type { DayVerdict } from "../../components/core/release/judge-week";
import type { EnvironmentPreview } from "./environment-preview";
import { escapeText, table } from "../../components/core/report/markdown";

const words: Readonly<Record<DayVerdict["kind"], string>> = {
  pass: "✅ would have passed",
  hold: "⏳ would have held",
  refuse: "⛔ would have refused",
  unknown: "❔ not known",
};

/** Gates of the last days at this time of day; nothing where nobody asked. */
export function renderWeek({ week }: EnvironmentPreview): string[] {
  if (week === undefined) return [];
  const title = "#### The last seven days at this time";
  if ("problem" in week) return [title, "", `Not known: ${escapeText(week.problem)}`, ""];
  const passed = week.days.filter(({ kind }) => kind === "pass").length;
  return [
    title,
    "",
    `On ${passed} of ${week.days.length} days a good version would have passed every stage.`,
    "",
    ...table(
      ["day, UTC", "gates", "why"],
      week.days.map(({ at, kind, text }) => [
        at.slice(0, 16).replace("T", " "),
        words[kind],
        escapeText(text),
      ]),
    ),
  ];
}
