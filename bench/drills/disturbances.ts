import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { needsRetry } from "../../components/core/ledger/promoted-version";
import { killProcess } from "../../sandbox/cluster/lifecycle/processes";
import { setFault } from "../../sandbox/fault/set-fault";
import type { App } from "../../test/e2e/support/app";
import { beginAttempt } from "./begin-attempt";
import type { Link } from "./link";

/** Lines between this machine and the cluster. */
export interface Lines {
  readonly gateway: Link;
  readonly api: Link;
}

/** Something that happens to a good canary. */
export interface Disturbance {
  readonly name: string;
  happen(app: App, lines: Lines): Promise<void>;
}

const canaryPods = async (app: App): Promise<readonly string[]> =>
  (await app.kubectl("get", "pods", "-l", "sluice.dev/track=canary", "-o", "name"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace("pod/", ""));

/** All that a release has to bear without its revision being rejected. */
export const disturbances: readonly Disturbance[] = [
  {
    name: "a pod of the canary is evicted",
    happen: async (app) => {
      const [pod = ""] = await canaryPods(app);
      const file = path.join(app.folder, "eviction.json");
      const metadata = { name: pod, namespace: app.namespace };
      await writeFile(file, JSON.stringify({ apiVersion: "policy/v1", kind: "Eviction", metadata }));
      await app.kubectl(
        "create",
        "--raw",
        `/api/v1/namespaces/${app.namespace}/pods/${pod}/eviction`,
        "-f",
        file,
      );
    },
  },
  {
    name: "the canary's node is drained",
    happen: async (app) => {
      const node = (await app.kubectl("get", "nodes", "-o", "name")).trim().replace("node/", "");
      const only = [
        "--pod-selector=sluice.dev/track=canary",
        "--ignore-daemonsets",
        "--delete-emptydir-data",
      ];
      try {
        await app.kubectl("drain", node, ...only, "--timeout=60s");
        // The only node there is: new pods have to wait for it.
        await sleep(5000);
      } finally {
        await app.kubectl("uncordon", node);
      }
    },
  },
  {
    name: "a pod of the canary is killed for lack of memory",
    happen: async (app) => {
      const [pod = ""] = await canaryPods(app);
      await setFault(app.sandbox, { namespace: app.namespace, track: "canary", pod }, { memoryMb: 400 });
    },
  },
  {
    name: "the gateway starts again",
    happen: async (app) => await killProcess(app.sandbox, "traefik"),
  },
  {
    name: "this machine is offline for 10 s",
    happen: async (_, { gateway, api }) => {
      for (const line of [gateway, api]) line.set("down");
      await sleep(10_000);
      for (const line of [gateway, api]) line.set("up");
    },
  },
  {
    name: "this machine gets 429 for a minute",
    happen: async (_, { gateway }) => {
      gateway.set("limited");
      await sleep(60_000);
      gateway.set("up");
    },
  },
];

/** End of a soak beside a disturbance. */
export interface Borne {
  readonly name: string;
  readonly weight: number;
  readonly phase: string;
  readonly isRejected: boolean;
  /** Last sentence of the run. */
  readonly said: string;
  readonly failed: number;
  readonly sent: number;
}

/**
 * Lets a stage of a good canary soak, disturbs it, and looks what became of it after a while.
 * @param config - kubeconfig that leads through the lines
 */
export async function disturbOnce(
  app: App,
  { name, happen }: Disturbance,
  lines: Lines,
  config: string,
  weight: number,
): Promise<Borne> {
  const load = app.load(100);
  await beginAttempt(app);
  const up = [
    "--non-interactive",
    "up",
    "-s",
    `${app.environment}-canary-${weight}`,
    "--yes",
    "--skip-preview",
  ];
  const soak = app.start("env", `KUBECONFIG=${config}`, "pulumi", ...up);
  await soak.seen(new RegExp(`${weight} %: held ([89]|[1-9]\\d+)/`));
  await happen(app, lines);
  // Long enough for everything that judges pods, requests of our own and counters.
  await Promise.race([sleep(45_000), soak.ended]);
  const isUnder = soak.child.exitCode === null && soak.child.signalCode === null;
  if (isUnder) soak.child.kill("SIGINT");
  const { text } = await soak.ended;
  const report = await load.stop();
  const { phase, weight: recorded, attempt, ...ledger } = await app.ledger();
  const said = text.split("\n").findLast((line) => line.includes("[sluice:")) ?? "it went on to its end";
  return {
    name,
    weight: recorded,
    phase: isUnder ? `${phase}, went on` : phase,
    isRejected: attempt !== undefined && needsRetry({ phase, weight: recorded, attempt, ...ledger }, attempt),
    said: said.trim(),
    failed: report.failed,
    sent: report.sent,
  };
}
