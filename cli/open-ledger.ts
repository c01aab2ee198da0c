import type { Cluster } from "../components/cluster/api";
import type { Settings } from "../components/core/settings";
import { commitTo } from "../components/ledger/commit";
import { ledgerStore } from "../components/ledger/ledger-store";
import { openMessages } from "../components/notify/messages";
import type { Terminal } from "./terminal";

/** Opens an environment's ledger in a cluster, with the messages that its changes send. */
export function openLedger(cluster: Cluster, settings: Settings, terminal: Terminal) {
  const store = ledgerStore(cluster, settings);
  const now = (): number => Date.now() / 1000;
  const say = (text: string): void => terminal.say(text);
  const tell = openMessages({ settings, now, say, save: async (change) => await store.update(change) });
  return {
    settings,
    cluster,
    store,
    now,
    say,
    progress: (text: string) => terminal.progress(text),
    commit: commitTo({ cluster, place: settings, store, now, tell }),
    tell,
  };
}
