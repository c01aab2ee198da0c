import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { codeOf } from "../../../components/core/exit-code";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { readSandbox } from "../../../sandbox/cluster/lifecycle/sandbox";
import type { Sandbox } from "../../../sandbox/cluster/lifecycle/sandbox";
import { startLoad } from "../../../sandbox/load/load";
import type { Load } from "../../../sandbox/load/load";
import { openObjects } from "./cluster/live-objects";
import type { LiveTrack } from "./cluster/live-objects";
import { endSessions } from "./kills/process-tree";
import { copyStack, writeProject } from "./project";
import { quickTraffic, quickly } from "./quickly";
import { start } from "./run";
import { sandboxName } from "./sandbox-name";
import type { Ended, Running } from "./run";
import { weightOf } from "./routes/split-rules";
import { until } from "./until";
import { watchAnswers } from "./requests/watch-answers";
import type { AnswerWatch } from "./requests/watch-answers";

const root = path.resolve(__dirname, "../../..");
/** Entry of the command line. */
export const sluiceBin = path.join(root, "cli/sluice.js");

/** Names of the example app's images: v1 and v2 are good, v3 answers errors, v4's migration fails, v5 never gets ready, v6 crashes. */
export type ImageName = "v1" | "v2" | "v3" | "v4" | "v5" | "v6";

/** Pinned reference of an image in the sandbox's registry. */
export function image(name: ImageName): string {
  return (JSON.parse(process.env["SLUICE_E2E_IMAGES"] ?? "{}") as Record<ImageName, string>)[name];
}

/** Fails with everything that was printed, unless the command ended with code 0. */
export function done<T extends Ended>(result: T): T {
  if (result.code !== 0) throw new Error(`expected exit code 0, got ${result.code}:\n${result.text}`);
  return result;
}

/** Overrides of the environment file, per `sluice:` key. */
export type Overrides = Readonly<
  Record<string, Readonly<Record<string, unknown>> | readonly unknown[] | string>
>;

/** One environment with its own namespace, project folder and stacks in the shared sandbox. */
export interface App {
  readonly environment: string;
  readonly namespace: string;
  readonly host: string;
  readonly folder: string;
  readonly sandbox: Sandbox;
  /** Sets `release.image` and other keys in the environment file; later keys are merged into those before. */
  configure(image: string, overrides?: Overrides): Promise<void>;
  /** `pulumi up` to its end. */
  up(stack?: string, ...args: string[]): Promise<UpResult>;
  /** `pulumi up` with other environment variables. */
  upIn(env: Readonly<Record<string, string>>, stack?: string): Promise<UpResult>;
  /** `pulumi up` under way. */
  startUp(stack?: string, ...args: string[]): Running;
  pulumi(...args: string[]): Promise<UpResult>;
  sluice(...args: string[]): Promise<Ended>;
  /** `sluice` with other environment variables. */
  sluiceIn(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended>;
  /** A `sluice` command under way. */
  startSluice(...args: string[]): Running;
  kubectl(...args: string[]): Promise<string>;
  /** Any other command in the app's environment; what it prints on standard output. */
  exec(command: string, ...args: string[]): Promise<string>;
  /** The same, under way. */
  start(command: string, ...args: string[]): Running;
  ledger(): Promise<Ledger>;
  /** Live weight of the canary. */
  weight(): Promise<number>;
  /** Another owner's write of a weight, by `kubectl patch`. */
  setWeight(weight: number, manager?: string): Promise<void>;
  image(track: "stable" | "canary"): Promise<string>;
  /** Pods of a track, as its Deployment reports them. */
  track(name: "stable" | "canary"): Promise<LiveTrack>;
  load(ratePerSecond: number): Load;
  /** A client of its own beside the load; `remove()` stops it, as it stops the load. */
  watchAnswers(headers?: Readonly<Record<string, string>>): AnswerWatch;
  /** Waits for a condition, at most `seconds`. @default 120 */
  until(what: string, ask: () => Promise<boolean>, seconds?: number): Promise<void>;
  remove(): Promise<void>;
}

/** End of a Pulumi command, with Sluice's code out of its messages. */
export interface UpResult extends Ended {
  readonly sluiceCode: number | undefined;
}

const stages = [
  { weight: 5, soak: "5s" },
  { weight: 50, soak: "5s" },
  { weight: 100, soak: "5s" },
];

/**
 * Makes an environment; nothing is deployed yet.
 * @param name - short and unique among the tests, letters and digits
 * @param engine - Pulumi's environment variables
 * @param own - the sandbox, where it is not the shared one
 */
export async function createApp(
  name: string,
  overrides: Overrides = {},
  engine = quickly,
  own?: Sandbox,
): Promise<App> {
  const sandbox = own ?? (await readSandbox(sandboxName));
  if (sandbox === undefined) throw new Error(`the shared sandbox "${sandboxName}" is not up`);
  const folder = await mkdtemp(path.join(tmpdir(), `sluice-${name}-`));
  const [namespace, host] = [`t-${name}`, `${name}.example.org`];
  const env = { ...sandbox.env, ...engine, PULUMI_BACKEND_URL: `file://${folder}` };
  const binaries = `${path.join(root, "node_modules/.bin")}:${sandbox.env["PATH"] ?? ""}`;
  const sessions = new Set<number>();
  const run = (
    command: string,
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Running => {
    const running = start(command, args, { cwd: folder, env: { ...env, PATH: binaries, ...more } });
    if (running.child.pid !== undefined) sessions.add(running.child.pid);
    return running;
  };
  let config: Record<string, unknown> = {
    "sluice:cluster": { context: sandbox.context, uid: sandbox.clusterUid },
    "sluice:app": {
      name: "scholarlink",
      namespace,
      replicas: 2,
      resources: { requests: { cpu: "10m", memory: "32Mi" } },
    },
    "sluice:stages": stages,
    "sluice:traffic": {
      hosts: [host],
      address: sandbox.gatewayAddress,
      scheme: "http",
      gateway: { name: "sluice", namespace: "gateway" },
      ...quickTraffic,
    },
    // A generous bar for a pass: these tests are about what is done with a verdict, not about statistics.
    "sluice:analysis": {
      prometheus: "service://monitoring/prometheus:9090",
      interval: "1s",
      parameters: { unacceptableErrorRatio: 0.2 },
    },
    "sluice:promotion": { watch: "3s" },
  };
  const configure = async (reference: string, more: Overrides = {}): Promise<void> => {
    for (const [key, value] of Object.entries({
      ...more,
      release: { image: reference, ...(more["release"] as object | undefined) },
    })) {
      const before = config[`sluice:${key}`];
      const isWhole = typeof value === "string" || Array.isArray(value);
      const merged = isWhole ? value : { ...(before as object | undefined), ...(value as object) };
      config = { ...config, [`sluice:${key}`]: merged };
    }
    await writeFile(path.join(folder, `Pulumi.${name}.yaml`), stringify({ config }));
  };
  const kubectl = async (...args: string[]): Promise<string> => {
    const { code, stdout, text } = await run("kubectl", ["-n", namespace, ...args]).ended;
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${text}`);
    return stdout;
  };
  const pulumiIn = async (more: Readonly<Record<string, string>>, args: string[]): Promise<UpResult> => {
    const ended = await run("pulumi", ["--non-interactive", ...args], more).ended;
    return { ...ended, sluiceCode: codeOf(ended.text) };
  };
  const pulumi = async (...args: string[]): Promise<UpResult> => await pulumiIn({}, args);
  const startSluice = (...args: string[]): Running => run(process.execPath, [sluiceBin, ...args]);
  const upArgs = (stack: string, args: readonly string[]): string[] => [
    "up",
    "-s",
    stack,
    "--yes",
    "--skip-preview",
    ...args,
  ];
  const clients: (Load | AnswerWatch)[] = [];
  const keep = <T extends Load | AnswerWatch>(client: T): T => {
    clients.push(client);
    return client;
  };
  const { ledger, splits, track } = await openObjects(sandbox, namespace);

  const makeStacks = async (): Promise<void> => {
    await writeProject(folder);
    done(await pulumi("stack", "init", name));
    const stagesOf = (overrides["stages"] ?? stages) as readonly { weight?: number; name?: string }[];
    const keys = stagesOf.map(({ weight, name: key }) => `${name}-canary-${key ?? weight}`);
    await copyStack(folder, name, keys);
  };
  const makeNamespace = async (): Promise<void> => {
    // A run that was killed may have left one.
    await run("kubectl", ["delete", "namespace", namespace, "--ignore-not-found"]).ended;
    done(await run("kubectl", ["create", "namespace", namespace]).ended);
  };
  await Promise.all([makeStacks(), makeNamespace()]);
  await configure(image("v1"), overrides);

  const app: App = {
    environment: name,
    namespace,
    host,
    folder,
    sandbox,
    configure,
    up: async (stack = name, ...args) => await pulumi(...upArgs(stack, args)),
    upIn: async (more, stack = name) => await pulumiIn(more, upArgs(stack, [])),
    startUp: (stack = name, ...args) => run("pulumi", ["--non-interactive", ...upArgs(stack, args)]),
    pulumi,
    exec: async (command, ...args) => done(await run(command, args).ended).stdout,
    start: (command, ...args) => run(command, args),
    sluice: async (...args) => await startSluice(...args).ended,
    sluiceIn: async (more, ...args) => await run(process.execPath, [sluiceBin, ...args], more).ended,
    startSluice,
    kubectl,
    ledger,
    weight: async () => weightOf(await splits()),
    setWeight: async (weight, manager = "kubectl-patch") => {
      const patch = (await splits()).flatMap(({ at }) => [
        { op: "replace", path: `${at}/backendRefs/0/weight`, value: 100 - weight },
        { op: "replace", path: `${at}/backendRefs/1/weight`, value: weight },
      ]);
      const terms = ["--type=json", "--field-manager", manager, "-p", JSON.stringify(patch)];
      await kubectl("patch", "httproute", "scholarlink", ...terms);
    },
    image: async (which) => (await track(which)).image,
    track,
    load: (ratePerSecond) => keep(startLoad({ address: sandbox.gatewayAddress, host, ratePerSecond })),
    watchAnswers: (headers) => keep(watchAnswers(sandbox.gatewayAddress, host, headers)),
    until,
    remove: async () => {
      await Promise.all(clients.map(async (client) => await client.stop()));
      await run("kubectl", ["delete", "namespace", namespace, "--wait=false"]).ended;
      endSessions(sessions);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return app;
}
