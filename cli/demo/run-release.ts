import * as path from "node:path";
import { RunEnd } from "../../components/core/run-end";
import { openEnvironment } from "../environment";
import { rollout } from "../rollout";
import { writeImage } from "../set-image";
import type { Terminal } from "../terminal";
import { demo } from "./environment-file";
import type { ReleaseRun } from "./report";

/** One release of the demo. */
export interface DemoRelease {
  readonly root: string;
  readonly version: string;
  readonly image: string;
  /** Arguments of `pulumi up`. */
  readonly policies: readonly string[];
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Changes the one line that a release changes, and rolls out. */
export async function runRelease(release: DemoRelease): Promise<ReleaseRun> {
  const { root, version, image, policies, terminal, signal } = release;
  const { environment } = demo;
  await writeImage(path.join(root, `Pulumi.${environment}.yaml`), image);
  const beganSeconds = Date.now() / 1000;
  const context = await openEnvironment({ cwd: root, environment, by: "sluice rollout", terminal });
  try {
    const { exitCode, sentence = "" } = await rollout(context, { terminal, signal, extra: policies });
    terminal.say(sentence);
    const endedSeconds = Date.now() / 1000;
    const stored = await context.store.read();
    if (stored === undefined)
      throw new RunEnd("unexpected", `Cannot play ${version}: its release must begin: got ${sentence}`);
    return { version, image, beganSeconds, endedSeconds, exitCode, sentence, ledger: stored.ledger };
  } finally {
    context.close();
  }
}
