import { copyFile, rm } from "node:fs/promises";
import path from "node:path";
import { done } from "../app";
import type { App, UpResult } from "../app";

const damaged = /failed to load checkpoint/;

/**
 * Gives Pulumi back what it asks for after its engine was killed: its lock free, and its state readable. A kill leaves
 * the file of the state's attributes empty (Pulumi writes the state by a rename, its attributes in place), seldom the
 * state itself.
 */
export async function mendPulumi(app: App, stack: string): Promise<void> {
  const cancel = async (): Promise<UpResult> => await app.pulumi("cancel", "-s", stack, "--yes");
  const isDamaged = async ({ text }: UpResult): Promise<boolean> =>
    damaged.test(text) || damaged.test((await app.pulumi("stack", "-s", stack)).text);
  const state = path.join(app.folder, ".pulumi/stacks/scholarlink", `${stack}.json`);
  let cancelled = await cancel();
  if (await isDamaged(cancelled)) {
    await rm(`${state}.attrs`, { force: true });
    cancelled = await cancel();
  }
  if (await isDamaged(cancelled)) {
    await copyFile(`${state}.bak`, state);
    cancelled = await cancel();
  }
  done(cancelled);
}
