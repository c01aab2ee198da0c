import { setTimeout as sleep } from "node:timers/promises";
import { escapeText } from "../../replay/page/escape-text";
import { hideSecrets } from "../../components/core/report/hide-secrets";
import type { Page, Snapshot } from "./snapshot";

/** Feed of one page for everybody who has it open. */
export interface Feed {
  /** Hands over each look, and the last one at once; returns what ends it. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
}

/** Section that says why there is no new look. */
const troubleSection = "trouble";

function withTrouble(last: Snapshot | undefined, error: Error): Snapshot {
  const text = escapeText(hideSecrets(error.message, []));
  const html = `<p class="problem">Cannot see the release for now: ${text}</p>`;
  const { title = "Sluice", told = "", sections = {} } = last ?? {};
  return { title, told, sections: { ...sections, [troubleSection]: html } };
}

/**
 * A feed that looks only while somebody listens, once for all of them. A look that fails is told beside what was seen
 * before.
 */
export function openFeed(page: Page): Feed {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let stop: AbortController | undefined;
  let last: Snapshot | undefined;
  const tell = (snapshot: Snapshot): void => {
    last = snapshot;
    for (const listener of listeners) listener(snapshot);
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    let look: (() => Promise<Snapshot>) | undefined;
    while (!signal.aborted) {
      try {
        look ??= await page.open(signal);
        const { sections, ...seen } = await look();
        if (!signal.aborted) tell({ ...seen, sections: { [troubleSection]: "", ...sections } });
      } catch (error) {
        if (!signal.aborted) tell(withTrouble(last, error as Error));
      }
      await sleep(page.everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (last !== undefined) listener(last);
      if (stop === undefined) {
        stop = new AbortController();
        void run(stop.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.abort();
        stop = undefined;
        // The last look is old when somebody comes again.
        last = undefined;
      };
    },
  };
}
