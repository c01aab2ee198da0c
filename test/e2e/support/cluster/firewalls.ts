import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toSandboxPaths } from "../../../../sandbox/cluster/config/paths";
import { readCgroupVersion } from "../../../../sandbox/cluster/process/cgroups";
import type { App } from "../app";

/** Firewall of one pod, as the machine sees it. */
export interface Firewall {
  readonly pod: string;
  /** Times that its container began again. */
  readonly restarts: number;
  /** Control group of its container, by which it gets its share of the processors. */
  readonly group: string;
}

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly uid: string };
    readonly status: {
      readonly initContainerStatuses?: readonly {
        readonly name: string;
        readonly containerID?: string;
        readonly restartCount: number;
      }[];
    };
  }[];
}

const hierarchy = (): string => (readCgroupVersion() === "v2" ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu");

/** Group of a container below one of the kubelet's three classes of pods. */
function findGroup(sandbox: string, uid: string, container: string): string {
  const pods = path.join(hierarchy(), toSandboxPaths(sandbox).cgroup, "kubepods");
  const classes = [pods, ...readdirSync(pods).map((name) => path.join(pods, name))];
  const found = classes.map((one) => path.join(one, `pod${uid}`, container)).find((one) => existsSync(one));
  if (found === undefined)
    throw new Error(`Cannot find the control group of container ${container} in ${pods}`);
  return found;
}

/** Firewalls of a track's pods. */
export async function listFirewalls(app: App, track: string): Promise<readonly Firewall[]> {
  const { items } = JSON.parse(
    await app.kubectl("get", "pods", "-l", `sluice.dev/track=${track}`, "-o", "json"),
  ) as Pods;
  return items.flatMap(({ metadata, status }) =>
    (status.initContainerStatuses ?? [])
      .filter(({ name }) => name === "waf")
      .map(({ containerID = "", restartCount }) => ({
        pod: metadata.name,
        restarts: restartCount,
        group: findGroup(app.sandbox.name, metadata.uid, containerID.replace("containerd://", "")),
      })),
  );
}

/** Gives a firewall so many thousandths of a processor and no more; without a number as much as it asked for. */
export function ration({ group }: Firewall, milli?: number): void {
  const periodUs = 100_000;
  if (readCgroupVersion() === "v2") {
    const quota = milli === undefined ? "max" : String((milli * periodUs) / 1000);
    writeFileSync(path.join(group, "cpu.max"), `${quota} ${periodUs}`);
    return;
  }
  writeFileSync(path.join(group, "cpu.cfs_period_us"), String(periodUs));
  writeFileSync(
    path.join(group, "cpu.cfs_quota_us"),
    String(milli === undefined ? -1 : (milli * periodUs) / 1000),
  );
}

/** Processes of a firewall's container, by their ids on the machine. */
export const processesOf = ({ group }: Firewall): readonly number[] =>
  readFileSync(path.join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
