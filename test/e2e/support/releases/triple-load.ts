import type { Load } from "../../../../sandbox/load/load";
import type { App } from "../app";
import type { OutsideAutoscaler } from "../services/outside-autoscaler";
import type { Running } from "../run";

/**
 * Triples a load of 50 a second while a stage soaks, until as many pods as somebody's autoscaler asks for serve on the
 * canary, and ends the stage's run where it is.
 * @returns failed requests of what came on top
 */
export async function tripleLoad(
  app: App,
  autoscaler: OutsideAutoscaler,
  stage: Running,
  { weight, count }: { readonly weight: number; readonly count: number },
): Promise<number> {
  await stage.seen(new RegExp(`${weight} %: held`));
  const more: Load = app.load(100);
  const began = Date.now();
  autoscaler.want(count);
  await app.until("the canary has followed", async () => (await app.track("canary")).ready >= count);
  console.info(`at ${weight} %: ${count} pods of the canary after ${(Date.now() - began) / 1000} s`);
  stage.child.kill("SIGINT");
  await stage.ended;
  return (await more.stop()).failed;
}
