import { escapeText } from "../../replay/page/escape-text";
import { showSeconds, secondsOf } from "../preview/render-gates";
import { wordOf } from "../preview/read-gate";
import type { GateWord } from "../preview/read-gate";
import type { DashboardState } from "./state";

const words: Readonly<Record<GateWord, string>> = {
  open: "is open",
  waits: "waits for the stages before it",
  refuses: "refuses",
  done: "has nothing left to do",
  unknown: "could not be asked",
};

/** Checks of the next stage's gate as they are now; empty where no stage is next. */
export function renderGate({ gate: next }: DashboardState): string {
  if (next === undefined) return "";
  const { stage, gate, unasked, atSeconds } = next;
  const at = new Date(atSeconds * 1000).toISOString().slice(11, 19);
  const { checks, evidence, forecast } = gate.report ?? { checks: [] };
  const rows = checks.map(({ id, result, text, fix }) => {
    const way = fix === undefined || result !== "refuse" ? "" : `<br>Way out: ${escapeText(fix)}`;
    return `<tr><th scope="row">${escapeText(id)}</th><td class="${result}">${result}</td><td>${escapeText(text)}${way}</td></tr>`;
  });
  const table = `<div class="scroll" role="region" aria-label="Checks of the gate" tabindex="0" data-key="gate"><table><thead><tr><th scope="col">check</th><th scope="col">result</th><th scope="col">finding</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  const left = unasked.map(
    (name) => `<p class="soft">Left to the gate itself, not asked from here: ${escapeText(name)}.</p>`,
  );
  return [
    `<p>The gate to ${escapeText(stage)} <strong>${words[wordOf(gate)]}</strong>, asked at ${at} UTC.</p>`,
    ...(rows.length === 0 ? [`<p>${escapeText(gate.sentence)}</p>`] : [table]),
    ...(evidence === undefined ? [] : [`<p>Evidence so far: ${escapeText(evidence)}</p>`]),
    ...(forecast === undefined
      ? []
      : [
          `<p>Predicted time of the stage: ${escapeText(forecast.obstacle ?? showSeconds(secondsOf(forecast)))}</p>`,
        ]),
    ...left,
  ].join("\n");
}
