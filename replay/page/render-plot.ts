import { formatDuration } from "../../components/core/duration";
import { escapeText } from "./escape-text";
import { chooseMarks, chooseTimes } from "./scale";

/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  /** Class of the style sheet that gives the colour. */
  readonly style: string;
  readonly points: readonly (readonly [atSeconds: number, value: number])[];
}

/** A plot over the time of the recording. */
export interface Plot {
  readonly title: string;
  /** Hint for the reader, one sentence. */
  readonly hint: string;
  readonly durationSeconds: number;
  /** Ends of the vertical axis; a line beyond is cut off. */
  readonly low: number;
  readonly high: number;
  readonly lines: readonly PlotLine[];
  /** Horizontal lines. */
  readonly limits: readonly { readonly value: number; readonly label: string; readonly style: string }[];
  /** Vertical lines. */
  readonly moments: readonly { readonly atSeconds: number; readonly label: string; readonly style: string }[];
}

const [width, height] = [860, 280];
const [left, right, bottom] = [58, 16, 32];
/** Room for one label of a moment. */
const rowHeight = 16;

const fixed = (value: number): string => String(Math.round(value * 10) / 10);

function renderMoments(plot: Plot, x: (atSeconds: number) => number, foot: number): string {
  return plot.moments
    .map(({ atSeconds, label, style }, row) => {
      const at = x(atSeconds);
      const y = (row + 1) * rowHeight - 4;
      const [anchor, shift] = at > width - 220 ? ["end", -5] : ["start", 5];
      return `<g class="moment ${style}"><line x1="${fixed(at)}" x2="${fixed(at)}" y1="${y - 9}" y2="${foot}"/><text x="${fixed(at + shift)}" y="${y}" text-anchor="${anchor}">${escapeText(label)}</text></g>`;
    })
    .join("");
}

/** Renders a plot as a figure with inline SVG; colours come from the page's style sheet. */
export function renderPlot(plot: Plot): string {
  const { title, hint, durationSeconds, low, high, lines, limits } = plot;
  const top = 8 + plot.moments.length * rowHeight;
  const foot = height - bottom;
  const across = width - left - right;
  const x = (atSeconds: number): number => left + (atSeconds / durationSeconds) * across;
  const y = (value: number): number => foot - ((value - low) / (high - low)) * (foot - top);
  const grid = chooseMarks(low, high, 5).map(
    (mark) =>
      `<line class="grid" x1="${left}" x2="${width - right}" y1="${fixed(y(mark))}" y2="${fixed(y(mark))}"/><text class="axis" x="${left - 8}" y="${fixed(y(mark) + 4)}" text-anchor="end">${Number(mark.toPrecision(6))}</text>`,
  );
  const times = chooseTimes(durationSeconds).map(
    (at) =>
      `<text class="axis" x="${fixed(x(at))}" y="${foot + 18}" text-anchor="middle">${at === 0 ? "0" : formatDuration(at)}</text>`,
  );
  const drawn = lines.map(({ style, points }) => {
    const path = points.map(([at, value]) => `${fixed(x(at))},${fixed(y(value))}`).join(" ");
    return `<polyline class="line ${style}" points="${path}"/>`;
  });
  // At the beginning, where no line has come as far yet: at the end one that crossed the limit would run through the text.
  const bounds = limits.map(
    ({ value, label, style }) =>
      `<g class="limit ${style}"><line x1="${left}" x2="${width - right}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/><text x="${left + 4}" y="${fixed(y(value) - 5)}">${escapeText(label)}</text></g>`,
  );
  const keys = lines.map(({ name, style }) => `<span class="key ${style}">${escapeText(name)}</span>`);
  return `<figure><figcaption><h2>${escapeText(title)}</h2><p>${escapeText(hint)}</p><p class="keys">${keys.join("")}</p></figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(title)}">
${grid.join("")}${times.join("")}
<svg x="${left}" y="${top}" width="${across}" height="${foot - top + 1}" viewBox="${left} ${top} ${across} ${foot - top + 1}">${drawn.join("")}</svg>
${bounds.join("")}${renderMoments(plot, x, foot)}
</svg></figure>`;
}
