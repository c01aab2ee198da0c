import * as fs from "node:fs/promises";
import * as path from "node:path";
import { convertRollout } from "../../components/core/convert/argo/rollout";
import { convertCanary } from "../../components/core/convert/flagger/canary";
import { convertIngress } from "../../components/core/convert/ingress/ingress";
import type { Conversion, Converted } from "../../components/core/convert/conversion";
import type { ConvertOptions, InputObject } from "../../components/core/convert/input";
import { countFields } from "../../components/core/convert/report";
import { exitCodes } from "../../components/core/exit-code";
import { ConfigError } from "../../stacks/config-error";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { readBack } from "./read-back";
import { readInput } from "./read-input";
import { renderFiles } from "./render-files";
import { renderGaps, renderMarkdown, renderRows } from "./render-report";
import { writeOutput } from "./write-output";

/** Tools that are converted, each with what it converts. */
const origins = {
  argo: convertRollout,
  flagger: convertCanary,
  ingress: convertIngress,
} satisfies Readonly<Record<string, (inputs: readonly InputObject[], options: ConvertOptions) => Converted>>;

/** Name of a tool. */
export type Origin = keyof typeof origins;

/** Names of the tools. */
export const originNames = Object.keys(origins) as readonly Origin[];

/** Options of `sluice convert` as given. */
export interface ConvertFlags extends Omit<ConvertOptions, "environment"> {
  /** Folder that files are relative to. */
  readonly cwd: string;
  readonly from: Origin;
  readonly env: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly markdown?: string;
  readonly acceptLosses: readonly string[];
}

function demandConversion(converted: Converted, action: string): Conversion {
  if ("conversion" in converted) return converted.conversion;
  throw new ConfigError(action, converted.problems);
}

/** Whoever keeps clients out of the service may not be lost unseen. */
function demandAccepted({ rows }: Conversion, accepted: readonly string[], action: string): void {
  const open = rows.filter(
    ({ guards, verdict, path: field }) => guards === true && verdict === "lost" && !accepted.includes(field),
  );
  if (open.length === 0) return;
  throw new ConfigError(
    action,
    open.map(({ object, path: field, now, fix }) => ({
      path: field,
      text: `${field} of ${object} must not be lost unseen, since it guards the service: got ${now}`,
      fix: `${fix ?? "guard it otherwise"}, then name it with --accept-losses '${field}'`,
    })),
  );
}

/** Converts what another tool has, tells the fate of every field, and writes the files where a folder is named. */
export async function runConvert(
  names: readonly string[],
  flags: ConvertFlags,
  terminal: Terminal,
): Promise<Outcome> {
  const { cwd, from, env, out, force = false, markdown, acceptLosses, ...options } = flags;
  const action = `convert ${from === "ingress" ? "an Ingress" : `from ${from}`}`;
  const { objects, left } = await readInput(names, cwd, process.stdin);
  const conversion = readBack(
    demandConversion(origins[from](objects, { ...options, environment: env }), action),
    env,
  );
  const { app, rows, gaps } = conversion;
  for (const line of renderRows(rows)) terminal.say(line);
  for (const line of renderGaps(gaps)) terminal.say(line);
  for (const line of left) terminal.say(`left out: ${line}`);
  demandAccepted(conversion, acceptLosses, action);
  const files = renderFiles(conversion, env);
  const written = out === undefined ? [] : files.map((file) => file.path);
  if (out !== undefined) await writeOutput(path.resolve(cwd, out), files, force);
  if (markdown !== undefined) {
    const text = renderMarkdown(`${app}: from ${from} to Sluice`, rows, gaps);
    const page = path.resolve(cwd, markdown);
    await fs.mkdir(path.dirname(page), { recursive: true });
    await fs.writeFile(page, text);
  }
  const counts = countFields(rows);
  const total = `fields of "${app}": ${counts.exact} exact, ${counts.approximate} approximate, ${counts.lost} lost, ${counts.unused} without effect there`;
  const next =
    out === undefined
      ? "nothing is written without --out FOLDER"
      : `written into ${out}: ${written.join(", ")}`;
  return {
    exitCode: exitCodes.done,
    sentence: `${total}; ${next}`,
    report: { app, environment: env, from, counts, rows, gaps, files, written, left },
  };
}
