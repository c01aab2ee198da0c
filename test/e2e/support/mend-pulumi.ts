import { copyFile } from "node:fs/promises";
import path from "node:path";
import { done } from "./app";
import type { App, UpResult } from "./app";

const damaged = /failed to load checkpoint/;

/** What Pulumi asks for after its engine was killed: its lock given up, and its state file whole. */
export async function mendPulumi(app: App, stack: string): Promise<void> {
  const cancel = async (): Promise<UpResult> => await app.pulumi("cancel", "-s", stack, "--yes");
  const cancelled = await cancel();
  if (!damaged.test(cancelled.text) && !damaged.test((await app.pulumi("stack", "-s", stack)).text)) {
    done(cancelled);
    return;
  }
  const state = path.join(app.folder, ".pulumi/stacks/scholarlink", `${stack}.json`);
  await copyFile(`${state}.bak`, state);
  done(await cancel());
}
