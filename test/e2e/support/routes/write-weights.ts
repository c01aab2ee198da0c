import { connect } from "../../../../components/cluster/connect";
import type { Settings } from "../../../../components/core/settings";
import { matchWeight, mirrorWeight } from "../../../../components/core/stage/exposure";
import type { MatchTerms } from "../../../../components/core/stage/match-terms";
import type { MirrorTerms } from "../../../../components/core/stage/mirror-terms";
import { freshEpoch } from "../../../../components/traffic/fresh-epoch";
import { readRouteAlone } from "../../../../components/traffic/look/read-route";
import { writeWeight, writeZero } from "../../../../components/traffic/write/write-route";
import type { RaisedWeight } from "../../../../components/traffic/write/write-route";
import type { App } from "../app";

/** The route writer of an app, without gate and ledger. */
export interface WeightWriter {
  write(weight: number): Promise<void>;
  /** Weight 0 beside which the requests of a match reach the canary. */
  match(terms: MatchTerms): Promise<void>;
  /** Weight 0 beside which requests are copied to the canary. */
  mirror(terms: MirrorTerms): Promise<void>;
  /** Weight 0 by the write of an abort. */
  abort(): Promise<void>;
  close(): void;
}

/** Opens the route writer of an app with one of the routers. */
export async function openWriter(app: App, router: Settings["traffic"]["router"]): Promise<WeightWriter> {
  process.env["KUBECONFIG"] = app.sandbox.env["KUBECONFIG"];
  const cluster = await connect({ context: app.sandbox.context, uid: app.sandbox.clusterUid });
  const settings = {
    app: "scholarlink",
    namespace: app.namespace,
    port: 8080,
    cluster: { context: app.sandbox.context, uid: app.sandbox.clusterUid },
    traffic: {
      router,
      route: "scholarlink",
      host: app.host,
      gateway: { name: "sluice", namespace: "gateway" },
    },
  } as unknown as Settings;
  const zero = { attempt: 1, kind: "abort", reason: "bench" } as const;
  const raise = async (change: Omit<RaisedWeight, "epoch">): Promise<void> => {
    const view = await readRouteAlone(cluster, settings);
    if (view === undefined) throw new Error("the route is gone");
    await writeWeight(cluster, settings, view, { ...change, epoch: freshEpoch(view.live.epoch) });
  };
  return {
    write: async (weight) => await raise({ weight }),
    match: async (match) => await raise({ weight: matchWeight, match }),
    mirror: async (mirror) => await raise({ weight: mirrorWeight, mirror }),
    abort: async () => void (await writeZero(cluster, settings, freshEpoch, zero, () => false)),
    close: () => cluster.close(),
  };
}
