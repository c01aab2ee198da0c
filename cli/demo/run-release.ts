import * as path from "node:path";
import { RunEnd } from "../../components/core/run-end";
import { openEnvironment } from "../environment";
import { rollout } from "../rollout/rollout";
import type { Terminal } from "../terminal";
import { writeImage } from "../rollout/set-image";
import { demo, writeFirewall } from "./environment-file";
import type { ReleaseRun } from "./report";
import type { Scene } from "./scenes";

/** One release of the demo. */
export interface DemoRelease {
  readonly root: string;
  readonly scene: Scene;
  /** Pinned reference of the scene's image. */
  readonly image: string;
  /** Pinned reference of the firewall's. @default - the act has none */
  readonly firewall?: string | undefined;
  /** Arguments of `pulumi up`. */
  readonly policies: readonly string[];
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Changes what the release changes in the environment file, and rolls out. */
export async function runRelease(release: DemoRelease): Promise<ReleaseRun> {
  const { root, scene, image, firewall, policies, terminal, signal } = release;
  const { environment } = demo;
  const { name: version, paranoia, failedBy } = scene;
  const file = path.join(root, `Pulumi.${environment}.yaml`);
  await writeImage(file, image);
  if (paranoia !== undefined && firewall !== undefined)
    await writeFirewall(file, { image: firewall, paranoia });
  const beganSeconds = Date.now() / 1000;
  const context = await openEnvironment({ cwd: root, environment, by: "sluice rollout", terminal });
  try {
    const { exitCode, sentence = "" } = await rollout(context, { terminal, signal, extra: policies });
    terminal.say(sentence);
    const endedSeconds = Date.now() / 1000;
    const stored = await context.store.read();
    if (stored === undefined)
      throw new RunEnd("unexpected", `Cannot play ${version}: its release must begin: got ${sentence}`);
    const { ledger } = stored;
    return { version, image, failedBy, beganSeconds, endedSeconds, exitCode, sentence, ledger };
  } finally {
    context.close();
  }
}
