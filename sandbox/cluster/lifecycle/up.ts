import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { buildPauseImage } from "../../images/pause";
import { ensureTools, type Toolbox } from "../../tools/resolve";
import { openApiClient } from "../network/api-client";
import { bringUp, type BringUp } from "./bring-up";
import { makeCgroups } from "../process/cgroups";
import { CONTROL_SOCKET, listDaemons } from "../process/control";
import type { DaemonContext } from "../process/daemons/context";
import { describeSandbox } from "./describe-sandbox";
import { diagnoseDaemons } from "./diagnose";
import { ensureRouteCrds } from "../config/route-crds";
import { closeSockets, openHostSockets } from "../network/host-ports";
import { launch } from "../process/launch";
import type { DataPlane } from "../planes/plane";
import { DEFAULT_ROUTER, findDataPlane } from "../planes/planes";
import { withMachineLock } from "./lock";
import { DEFAULT_SANDBOX_NAME, parseSandboxName } from "../config/name";
import { type SandboxPaths, toSandboxPaths } from "../config/paths";
import { makePki } from "../config/pki";
import { planInit } from "../process/plan-init";
import { checkMachine, checkPacketFilter } from "./preflight";
import { linkPulumiPlugins } from "./pulumi-home";
import { endProcesses, makeMachineFolders, removeSandbox } from "./remove";
import { readSandbox, type Sandbox, toSandboxFile } from "./sandbox";
import { answersReady } from "./status";
import { waitFor } from "./wait-for";
import { writeConfig } from "../config/write-config";

/** Sandbox to start, and who hears about it. */
export interface UpOptions {
  /** @default "sluice" */
  readonly name?: string;
  /** Called with a line per step. @default - none */
  readonly onProgress?: (line: string) => void;
  /** The tools, where the caller has them. @default - made ready first */
  readonly toolbox?: Toolbox;
  /** Its data plane, as in `--router`. @default "traefik" */
  readonly router?: string;
  /** Interval at which its Prometheus asks for counters, whole seconds. @default 2 */
  readonly scrapeSeconds?: number;
}

/**
 * Starts a sandbox: a single-node Kubernetes with registry, gateway, metrics and database in namespaces of its own. A
 * running sandbox is left alone; the remains of a dead one are removed and a new one is started.
 * @throws {RangeError} when the name cannot be one
 * @throws {Error} when it cannot run on this machine or a part does not come up
 * @example
 * const { kubeconfig, context } = await upSandbox({ name: "dev" });
 */
export async function upSandbox(options: UpOptions = {}): Promise<Sandbox> {
  const name = parseSandboxName(options.name ?? DEFAULT_SANDBOX_NAME);
  const onProgress = options.onProgress ?? (() => {});
  const plane = findDataPlane(options.router ?? DEFAULT_ROUTER);
  checkMachine(name);
  return withMachineLock(name, async () => {
    const running = await readSandbox(name);
    if (running !== undefined && (await becomesReady(running))) return requireRouter(running, plane);
    const toolbox = options.toolbox ?? (await ensureTools({ also: plane.tools, onProgress }));
    checkPacketFilter(name, toolbox.path("nft"));
    return start(toSandboxPaths(name), toolbox, {
      plane,
      scrapeSeconds: options.scrapeSeconds ?? 2,
      onProgress,
    });
  });
}

/** @throws {Error} where the running sandbox has another data plane */
function requireRouter(sandbox: Sandbox, { name }: DataPlane): Sandbox {
  if (sandbox.router === name) return sandbox;
  throw new Error(
    `Cannot start sandbox "${sandbox.name}": router of the running one must be ${name}: got ${sandbox.router}\n  → choose another --name, or remove it first: sluice sandbox down --name ${sandbox.name}`,
  );
}

/** Gives a running sandbox time to recover: its supervisor starts a daemon again that died. */
async function becomesReady(sandbox: Sandbox): Promise<boolean> {
  const options = { what: "sandbox must be ready", timeoutSeconds: 20, pauseMs: 100 };
  return waitFor(() => answersReady(sandbox), options).catch(() => false);
}

interface StartOptions extends Required<Pick<UpOptions, "scrapeSeconds" | "onProgress">> {
  readonly plane: DataPlane;
}

async function start(
  paths: SandboxPaths,
  toolbox: Toolbox,
  { plane, scrapeSeconds, onProgress }: StartOptions,
): Promise<Sandbox> {
  const begun = performance.now();
  const say = (line: string): void =>
    onProgress(`${((performance.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${line}`);
  await removeSandbox(paths);
  for (const folder of [paths.logDir, paths.configDir]) mkdirSync(folder, { recursive: true });
  await makeMachineFolders(paths);
  const context = toContext(paths, toolbox);
  const [crds, pauseImage] = await Promise.all([
    ensureRouteCrds(plane.definitions),
    buildPauseImage(),
    makePki(paths.pkiDir, paths.name, "openssl"),
    linkPulumiPlugins(toolbox.binDir),
  ]);
  const password = await writeConfig(context, toolbox.debRoot, scrapeSeconds, plane);
  const plan = planInit(context, toolbox.debRoot, plane);
  const cgroupFiles = makeCgroups(paths.cgroup);
  const { ports, servers } = await openHostSockets(paths.name);
  const launched = await launch(paths, plan, cgroupFiles, servers).finally(() => closeSockets(servers));
  try {
    writeFileSync(path.join(paths.runDir, "process.json"), JSON.stringify(launched.process));
    const clusterUid = await bringUpLaunched(paths, {
      ports,
      crds,
      pauseImage,
      plane,
      proxies: plane.daemons(context).map((daemon) => daemon.name),
      assertAlive: launched.assertAlive,
      onProgress: say,
    });
    const sandbox = await describeSandbox(paths, toolbox, {
      ports,
      process: launched.process,
      clusterUid,
      password,
      router: plane.name,
    });
    await writeFile(toSandboxFile(paths.stateDir), JSON.stringify(sandbox, null, 2), { mode: 0o600 });
    return sandbox;
  } catch (error) {
    const diagnosis = await diagnoseDaemons(paths);
    await endProcesses(paths);
    const { message } = error as Error;
    throw new Error(`Cannot start sandbox "${paths.name}": ${message}\n${diagnosis}`, { cause: error });
  } finally {
    launched.release();
  }
}

/** Brings a launched sandbox up; resolves to the uid of namespace kube-system. */
async function bringUpLaunched(
  paths: SandboxPaths,
  setup: Omit<BringUp, "name" | "api" | "controlSocket" | "certificate">,
): Promise<string> {
  const controlSocket = path.join(paths.runDir, CONTROL_SOCKET);
  await waitFor(() => listDaemons(controlSocket), {
    what: "supervisor must answer",
    timeoutSeconds: 30,
    pauseMs: 20,
    assertAlive: setup.assertAlive,
  });
  setup.onProgress("daemons are started");
  const api = openApiClient(paths.pkiDir, setup.ports.api);
  try {
    const read = (file: string): string => readFileSync(path.join(paths.pkiDir, file), "utf8");
    const certificate = { certificate: read("edge.crt"), key: read("edge.key") };
    await bringUp({ ...setup, name: paths.name, api, controlSocket, certificate });
    const system = (await api.get("/api/v1/namespaces/kube-system")) as { metadata: { uid: string } };
    return system.metadata.uid;
  } finally {
    api.close();
  }
}

const toContext = (paths: SandboxPaths, toolbox: Toolbox): DaemonContext => ({
  paths,
  binDir: toolbox.binDir,
  program: (name) => toolbox.path(name),
  toolFolder: (name) => toolbox.folder(name),
  kubeconfig: (component) => path.join(paths.configDir, `${component}.kubeconfig`),
  config: (file) => path.join(paths.configDir, file),
});
