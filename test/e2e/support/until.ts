import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits for a condition, at most `seconds`. A question that costs a command takes half of the time at most: the other
 * workers need the rest.
 * @default 120 seconds
 */
export async function until(what: string, ask: () => Promise<boolean>, seconds = 120): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const asked = performance.now();
    if (await ask().catch(() => false)) return;
    await sleep(Math.max(250, performance.now() - asked));
  }
  throw new Error(`Waited ${seconds} s in vain until ${what}`);
}
