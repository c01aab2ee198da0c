import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { ensureTools, type Toolbox } from "../tools/resolve";
import { openApiClient } from "./api-client";
import { bringUp } from "./bring-up";
import { makeCgroups } from "./cgroups";
import { CONTROL_SOCKET, listDaemons } from "./control";
import type { DaemonContext } from "./daemons/context";
import { DATABASE } from "./daemons/postgres";
import { ensureGatewayCrds } from "./gateway-crds";
import { closeSockets, openHostSockets } from "./host-ports";
import { writeKubeconfig } from "./kubeconfig";
import { launch } from "./launch";
import { withSandboxLock } from "./lock";
import { makeFixedMountPoints } from "./mount-points";
import { DEFAULT_SANDBOX_NAME, parseSandboxName } from "./name";
import { type SandboxPaths, toSandboxPaths } from "./paths";
import { makePki } from "./pki";
import { planInit } from "./plan-init";
import { checkMachine, checkPacketFilter } from "./preflight";
import { removeSandbox } from "./remove";
import { readSandbox, type Sandbox, toSandboxFile } from "./sandbox";
import { planSandboxEnv } from "./sandbox-env";
import { answersReady } from "./status";
import { waitFor } from "./wait-for";
import { writeConfig } from "./write-config";

/** Which sandbox to start and who hears about it. */
export interface UpOptions {
  /** @default "sluice" */
  readonly name?: string;
  /** Hears a line per step. @default - nobody */
  readonly onProgress?: (line: string) => void;
  /** The tools, where the caller has them. @default - made ready first */
  readonly toolbox?: Toolbox;
}

/**
 * Starts a sandbox: a single-node Kubernetes with registry, gateway, metrics and database in namespaces of its own.
 * One that runs is left alone; what remains of one that died is removed and a new one started.
 * @throws {RangeError} when the name cannot be one
 * @throws {Error} when the machine cannot hold it or a part does not come up
 */
export async function upSandbox(options: UpOptions = {}): Promise<Sandbox> {
  const name = parseSandboxName(options.name ?? DEFAULT_SANDBOX_NAME);
  const onProgress = options.onProgress ?? (() => {});
  checkMachine(name);
  return withSandboxLock(name, async () => {
    const running = await readSandbox(name);
    if (running !== undefined && (await answersReady(running))) return running;
    const toolbox = options.toolbox ?? (await ensureTools({ onProgress }));
    checkPacketFilter(name, toolbox.path("nft"));
    return start(toSandboxPaths(name), toolbox, onProgress);
  });
}

async function start(
  paths: SandboxPaths,
  toolbox: Toolbox,
  onProgress: (line: string) => void,
): Promise<Sandbox> {
  const begun = performance.now();
  const say = (line: string): void =>
    onProgress(`${((performance.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${line}`);
  await removeSandbox(paths);
  for (const folder of [paths.logDir, paths.configDir, paths.runDir]) mkdirSync(folder, { recursive: true });
  makeFixedMountPoints();
  const context = toContext(paths, toolbox);
  const [crds] = await Promise.all([ensureGatewayCrds(), makePki(paths.pkiDir, paths.name, "openssl")]);
  const password = await writeConfig(context, toolbox.debRoot);
  const { ports, servers } = await openHostSockets(paths.name);
  const plan = planInit(context, toolbox.debRoot);
  const launched = await launch(paths, plan, makeCgroups(paths.cgroup), servers);
  try {
    writeFileSync(path.join(paths.runDir, "process.json"), JSON.stringify(launched.process));
    await closeSockets(servers);
    const controlSocket = path.join(paths.runDir, CONTROL_SOCKET);
    const { assertAlive } = launched;
    await waitFor(() => listDaemons(controlSocket), {
      what: "supervisor must answer",
      timeoutSeconds: 30,
      pauseMs: 20,
      assertAlive,
    });
    say("daemons started");
    const api = openApiClient(paths.pkiDir, ports.api);
    try {
      const setup = { name: paths.name, api, ports, controlSocket, crds, assertAlive, onProgress: say };
      await bringUp(setup);
      const system = (await api.get("/api/v1/namespaces/kube-system")) as { metadata: { uid: string } };
      const sandbox = await describe(paths, toolbox, {
        ports,
        process: launched.process,
        clusterUid: system.metadata.uid,
        password,
      });
      await writeFile(toSandboxFile(paths.stateDir), JSON.stringify(sandbox, null, 2), { mode: 0o600 });
      return sandbox;
    } finally {
      api.close();
    }
  } finally {
    launched.release();
  }
}

const toContext = (paths: SandboxPaths, toolbox: Toolbox): DaemonContext => ({
  paths,
  binDir: toolbox.binDir,
  program: (name) => toolbox.path(name),
  kubeconfig: (component) => path.join(paths.configDir, `${component}.kubeconfig`),
  config: (file) => path.join(paths.configDir, file),
});

async function describe(
  paths: SandboxPaths,
  toolbox: Toolbox,
  facts: Pick<Sandbox, "ports" | "process" | "clusterUid"> & { readonly password: string },
): Promise<Sandbox> {
  const at = (port: number): string => `127.0.0.1:${port}`;
  const { ports } = facts;
  const kubeconfig = path.join(paths.stateDir, "kubeconfig");
  const context = `sluice-${paths.name}`;
  const apiServer = `https://${at(ports.api)}`;
  await writeKubeconfig(kubeconfig, paths.pkiDir, { context, server: apiServer, certificate: "admin" });
  const database = {
    address: at(ports.database),
    clusterAddress: "postgres.database.svc.cluster.local:5432",
    name: DATABASE,
    user: DATABASE,
    password: facts.password,
  };
  const { stateDir } = paths;
  const { binDir } = toolbox;
  const passphrase = randomBytes(16).toString("hex");
  return {
    name: paths.name,
    stateDir,
    kubeconfig,
    context,
    clusterUid: facts.clusterUid,
    apiServer,
    gatewayAddress: at(ports.gateway),
    prometheusUrl: `http://${at(ports.prometheus)}`,
    registryUrl: `http://${at(ports.registry)}`,
    database,
    binDir,
    env: planSandboxEnv({ stateDir, kubeconfig, binDir, passphrase, database }),
    process: facts.process,
    ports,
  };
}
