import type { Cluster } from "../cluster/api";
import { rememberOwners } from "../core/sources/endpoints";
import type { Owner } from "../core/sources/endpoints";
import { trackLabel } from "../core/settings";
import { tracks } from "../core/track";

interface AddressedPod {
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly creationTimestamp: string;
  };
  readonly status?: {
    readonly startTime?: string;
    readonly podIPs?: readonly { readonly ip: string }[];
  };
}

/** Longest time that an address is remembered, seconds. */
const rememberedSeconds = 24 * 3600;

/** Owners that this process saw: the counts of a pod outlive it. */
const seen = new Map<string, readonly Owner[]>();

function toOwners({ metadata, status = {} }: AddressedPod, seenSeconds: number): Owner[] {
  const track = tracks.find((one) => one === metadata.labels?.[trackLabel]);
  const fromSeconds = Date.parse(status.startTime ?? metadata.creationTimestamp) / 1000;
  const addresses = status.podIPs ?? [];
  return track === undefined
    ? []
    : addresses.map(({ ip }) => ({ address: ip, track, fromSeconds, seenSeconds }));
}

/**
 * Pods of both tracks by their addresses, those included that this process saw before.
 * @throws {Error} where pods cannot be listed
 */
export async function readOwners(
  cluster: Pick<Cluster, "call">,
  { namespace, app }: { readonly namespace: string; readonly app: string },
): Promise<readonly Owner[]> {
  const selector = encodeURIComponent(`app.kubernetes.io/name=${app},sluice.dev/track`);
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`;
  const { items } = await cluster.call<{ items: AddressedPod[] }>("GET", path);
  const key = `${namespace}/${app}`;
  const nowSeconds = Date.now() / 1000;
  const listed = items.flatMap((pod) => toOwners(pod, nowSeconds));
  const owners = rememberOwners(seen.get(key) ?? [], listed, nowSeconds - rememberedSeconds);
  seen.set(key, owners);
  return owners;
}
