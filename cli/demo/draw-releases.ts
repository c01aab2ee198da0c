import { shorten } from "../../components/core/shorten";
import { escapeText } from "../../replay/page/escape-text";
import type { DemoReport, ReportedRelease } from "./report";

type Stage = ReportedRelease["stages"][number];

const width = 960;
const margin = 20;
const rowHeight = 205;
const barTop = 44;
const barHeight = 70;

const colors: Readonly<Record<string, string>> = { pass: "#2e7d32", fail: "#c62828" };
const undecided = "#b26a00";
const outcomeColors: Readonly<Record<ReportedRelease["outcome"], string>> = {
  promoted: "#2e7d32",
  aborted: "#c62828",
  unfinished: undecided,
};

const number = (value: number): string => value.toLocaleString("en-US");

const count = (errors: number, requests: number): string =>
  requests === 0 ? "no request" : `${number(errors)} of ${number(requests)} failed`;

/** Characters of a line that fit into the picture. */
const longest = 140;

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly color?: string;
  readonly isBold?: boolean;
}

const write = ({ x, y, size = 13, color = "#24292f", isBold = false }: Mark, text: string): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${color}"${isBold ? ' font-weight="bold"' : ""}>${escapeText(text)}</text>`;

function drawStage(stage: Stage, x: number, y: number, columnWidth: number): string {
  const { weight, verdict, seconds, requests, errors } = stage;
  const color = colors[verdict] ?? undecided;
  const inner = columnWidth - 12;
  // One percent must still be seen.
  const height = Math.max(3, Math.round((weight / 100) * barHeight));
  const base = y + barTop + barHeight;
  return [
    `<rect x="${x}" y="${y + barTop}" width="${inner}" height="${barHeight}" fill="#eaeef2"/>`,
    `<rect x="${x}" y="${base - height}" width="${inner}" height="${height}" fill="${color}"/>`,
    write({ x, y: base + 20, size: 15, isBold: true }, `${weight} %`),
    write({ x: x + 64, y: base + 20, color }, `${verdict}, ${Math.round(seconds)} s`),
    write({ x, y: base + 39, size: 12 }, `canary: ${count(errors.canary, requests.canary)}`),
    write(
      { x, y: base + 55, size: 12, color: "#57606a" },
      `stable: ${count(errors.stable, requests.stable)}`,
    ),
  ].join("\n");
}

function drawRelease(release: ReportedRelease, row: number): string {
  const { version, outcome, seconds, stages, clientRequests, faultToZeroSeconds } = release;
  const y = margin + row * rowHeight;
  const columnWidth = (width - 2 * margin) / Math.max(5, stages.length);
  const off =
    faultToZeroSeconds === undefined
      ? ""
      : `; all traffic was off it ${faultToZeroSeconds} s after its first failed request`;
  // Names differ in length.
  const after = margin + 16 + 9 * version.length;
  const last = stages.at(-1);
  const reason = last === undefined || last.verdict === "pass" ? [] : [last.sentence];
  const clients = `${number(clientRequests.failed)} of ${number(clientRequests.sent)} requests of clients failed`;
  return [
    write({ x: margin, y: y + 16, size: 16, isBold: true }, version),
    write({ x: after, y: y + 16, size: 16, isBold: true, color: outcomeColors[outcome] }, outcome),
    write({ x: after + 96, y: y + 16 }, `in ${Math.round(seconds)} s; ${clients}${off}`),
    write({ x: margin, y: y + 36, size: 12, color: "#57606a" }, "weight of the canary, stage by stage"),
    ...stages.map((stage, index) => drawStage(stage, margin + index * columnWidth, y, columnWidth)),
    // Counts of users alone do not say why: the finding may rest on requests of Sluice's own.
    ...reason.map((sentence) =>
      write({ x: margin, y: y + barTop + barHeight + 74, size: 12 }, shorten(sentence, longest)),
    ),
  ].join("\n");
}

/**
 * Draws the releases of a demo that had stages, as SVG: a bar per stage, as high as the canary's weight, with verdict,
 * time and counts of both tracks, and the finding of the stage that did not pass.
 * @returns undefined where no release had a stage
 */
export function drawReleases({ releases, ratePerSecond }: DemoReport): string | undefined {
  const drawn = releases.filter(({ stages }) => stages.length > 0);
  if (drawn.length === 0) return undefined;
  const height = 2 * margin + drawn.length * rowHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, 'DejaVu Sans', sans-serif" role="img">`,
    `<title>Releases of the demo under ${ratePerSecond} requests a second, stage by stage</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...drawn.map(drawRelease),
    "</svg>",
    "",
  ].join("\n");
}
