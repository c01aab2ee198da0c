import { inParallel } from "../../components/http/in-parallel";
import type { Terminal } from "../terminal";
import type { AffectedStack } from "./affected-stacks";
import { runPreview } from "./run-preview";
import type { StackPreview } from "./stack-preview";

/** Number of previews at once: each is an engine, a program and a provider of 100 MB. */
const atOnce = 2;

/** Options of previewing stacks. */
export interface PreviewStacksOptions {
  readonly root: string;
  /** Goes before a stack's name in what is printed: one of several services, with a slash. @default "" */
  readonly label?: string | undefined;
  /** Organisation of the stacks. @default - Pulumi's own default */
  readonly org?: string | undefined;
  readonly extra: readonly string[];
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

/** Previews stacks, two at a time; the result has their order. */
export async function previewStacks(
  stacks: readonly AffectedStack[],
  { root, label = "", org, extra, signal, terminal }: PreviewStacksOptions,
): Promise<StackPreview[]> {
  const results = await inParallel(stacks, atOnce, async ({ stack, why }) => {
    if (signal.aborted) return undefined;
    const name = `${label}${stack}`;
    terminal.progress(`${name}: previewing`);
    const result: StackPreview = {
      stack: name,
      why,
      ...(await runPreview({ root, stack, org, extra, signal })),
    };
    const state = result.errors.length > 0 ? "failed" : `${result.steps.length} to change`;
    terminal.say(`${name}: ${state}`);
    terminal.print({ event: "preview", ...result });
    return result;
  });
  return results.filter((one) => one !== undefined);
}
