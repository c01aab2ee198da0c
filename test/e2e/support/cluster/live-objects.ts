import type { Ledger } from "../../../../components/core/ledger/ledger";
import type { Sandbox } from "../../../../sandbox/cluster/lifecycle/sandbox";
import { openReader } from "./api-reader";
import { splitsOf } from "../routes/split-rules";
import type { SplitRoute, SplitRule } from "../routes/split-rules";

interface TrackDeployment {
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status: { readonly readyReplicas?: number };
}

/** Pods of a track, as its Deployment reports them. */
export interface LiveTrack {
  /** Of the first container. */
  readonly image: string;
  readonly replicas: number;
  readonly ready: number;
}

/** Questions that tests ask again and again about an app's objects; each question fails where there is no such object. */
export interface LiveObjects {
  ledger(): Promise<Ledger>;
  splits(): Promise<readonly SplitRule[]>;
  track(name: "stable" | "canary"): Promise<LiveTrack>;
}

/** Opens the objects of the app in a namespace. */
export async function openObjects(sandbox: Sandbox, namespace: string): Promise<LiveObjects> {
  const read = await openReader(sandbox);
  const within = (group: string, object: string): string => `${group}/namespaces/${namespace}/${object}`;
  return {
    ledger: async () => {
      const path = within("/api/v1", "configmaps/sluice-scholarlink");
      return JSON.parse(
        (await read<{ data: { "ledger.json": string } }>(path)).data["ledger.json"],
      ) as Ledger;
    },
    splits: async () => {
      const path = within("/apis/gateway.networking.k8s.io/v1", "httproutes/scholarlink");
      return splitsOf(await read<SplitRoute>(path));
    },
    track: async (name) => {
      const { spec, status } = await read<TrackDeployment>(
        within("/apis/apps/v1", `deployments/scholarlink-${name}`),
      );
      const [container] = spec.template.spec.containers;
      return { image: container?.image ?? "", replicas: spec.replicas, ready: status.readyReplicas ?? 0 };
    },
  };
}
