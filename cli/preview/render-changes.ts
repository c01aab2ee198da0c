import { code, details, escapeText, stackSummary, table } from "../../components/core/report/markdown";
import type { PreviewStep, StackPreview } from "./stack-preview";

const columns = ["create", "update", "replace", "delete"] as const;

const signs: Readonly<Record<string, string>> = { create: "+", update: "~", replace: "±", delete: "−" };

function describe({ op, type, name, paths }: PreviewStep): string {
  const short = type.split(":").at(-1) ?? type;
  const changed = paths.length === 0 ? "" : `: ${paths.slice(0, 8).map(code).join(", ")}`;
  const more = paths.length > 8 ? ` and ${paths.length - 8} more` : "";
  return `- ${signs[op] ?? op} ${escapeText(short)} ${code(name)}${changed}${more}`;
}

/** Resources that each stack would change, with their number; paths only, values may be secret. */
export function renderChanges(stacks: readonly StackPreview[]): string[] {
  if (stacks.length === 0) return [];
  const rows = stacks.map(({ stack, steps, why, errors }) => [
    code(stack),
    ...(errors.length > 0 && steps.length === 0
      ? columns.map(() => "?")
      : columns.map((op) => String(steps.filter((step) => step.op === op).length || "·"))),
    code(why),
  ]);
  return [
    "#### Resource changes",
    "",
    ...table(["stack", ...columns, "because of"], rows),
    ...stacks.flatMap(({ stack, steps }) => details(stackSummary(stack, "resources"), steps.map(describe))),
  ];
}
