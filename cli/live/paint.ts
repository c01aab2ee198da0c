import { styleText } from "node:util";
import type { Tone, ViewLine } from "../../components/core/view/render-view";

const formats = {
  bold: "bold",
  soft: "gray",
  good: "green",
  bad: "red",
  wait: "yellow",
} as const satisfies Readonly<Record<Tone, Parameters<typeof styleText>[0]>>;

/**
 * Lines as text with the colours that the stream shows; NO_COLOR and FORCE_COLOR are heeded.
 * @param stream - where they are written
 */
export function paint(lines: readonly ViewLine[], stream: NodeJS.WritableStream): string {
  const spanText = ({ text, tone }: ViewLine[number]): string =>
    tone === undefined ? text : styleText(formats[tone], text, { stream, validateStream: true });
  return lines.map((line) => line.map(spanText).join("")).join("\n");
}
