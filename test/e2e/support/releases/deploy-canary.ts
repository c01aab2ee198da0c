import { done, image } from "../app";
import type { App } from "../app";

/**
 * Deploys v1 and then v2 under 50 requests a second: the canary runs, and no stage has begun.
 * @returns the load, which goes on
 */
export async function deployCanary(app: App): Promise<ReturnType<App["load"]>> {
  done(await app.up());
  const load = app.load(50);
  await app.configure(image("v2"));
  done(await app.up());
  return load;
}
