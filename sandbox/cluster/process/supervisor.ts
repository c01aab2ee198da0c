import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import type { Daemon } from "./daemon";
import { toForwarder } from "../network/forwarder";
import type { InitPlan } from "./init-plan";

/** State of one daemon, as the supervisor knows it. */
export interface DaemonState {
  readonly name: string;
  /** "waiting" between a death and the next start; "stopped" until it is started by hand. */
  readonly state: "running" | "waiting" | "stopped";
  /** Process id inside the sandbox; 0 when there is none. */
  readonly pid: number;
  /** Number of starts after a death. */
  readonly restarts: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A daemon that lived this long is taken for healthy: its next death costs the shortest pause. */
const SETTLED_MS = 10_000;

class SupervisedDaemon {
  readonly name: string;
  private readonly daemon: Daemon;
  private readonly logFile: string;
  private readonly sockets: readonly number[];
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private wanted = false;
  private restarts = 0;
  private quickDeaths = 0;

  constructor(daemon: Daemon, logDir: string, sockets: readonly number[]) {
    this.name = daemon.name;
    this.daemon = daemon;
    this.logFile = path.join(logDir, `${daemon.name}.log`);
    this.sockets = sockets;
  }

  start(): void {
    this.wanted = true;
    this.quickDeaths = 0;
    if (this.child === undefined) this.launch();
  }

  /** Ends the daemon and keeps it down. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.kill();
  }

  /** Ends the daemon the hard way. Resolves when it is gone; the supervisor then starts it again. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  describe(): DaemonState {
    const waiting = this.timer === undefined ? "stopped" : "waiting";
    const state = this.child === undefined ? waiting : "running";
    return { name: this.name, state, pid: this.child?.pid ?? 0, restarts: this.restarts };
  }

  private launch(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const [program, ...args] = this.daemon.command;
    const log = openSync(this.logFile, "a");
    const startedAt = performance.now();
    const child = spawn(program, args, {
      cwd: this.daemon.directory ?? "/",
      env: { ...process.env, ...this.daemon.env },
      stdio: ["ignore", log, log, ...this.sockets],
      ...(this.daemon.user === undefined ? {} : { uid: this.daemon.user, gid: this.daemon.user }),
    });
    closeSync(log);
    this.child = child;
    const ended = (): void => {
      if (this.child !== child) return;
      this.child = undefined;
      if (!this.wanted) return;
      this.quickDeaths = performance.now() - startedAt > SETTLED_MS ? 0 : this.quickDeaths + 1;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, this.quickDeaths - 1), LONGEST_PAUSE_MS);
      this.restarts += 1;
      this.timer = setTimeout(() => this.launch(), pause);
    };
    child.once("exit", ended);
    child.once("error", (error) => {
      console.error(`${this.name}: ${error.message}`);
      ended();
    });
  }
}

/** Keeps the sandbox's daemons running: one that dies is started again after a pause that grows while it keeps dying. */
export class Supervisor {
  private readonly daemons: ReadonlyMap<string, SupervisedDaemon>;
  private readonly autostart: readonly string[];

  constructor(plan: InitPlan) {
    const forwarder = toForwarder(plan.forwards);
    const sockets = plan.forwards.map(({ socket }) => socket);
    const all = [
      ...plan.daemons.map((daemon) => new SupervisedDaemon(daemon, plan.logDir, [])),
      new SupervisedDaemon(forwarder, plan.logDir, sockets),
    ];
    this.daemons = new Map(all.map((daemon) => [daemon.name, daemon]));
    this.autostart = [...plan.daemons, forwarder]
      .filter(({ autostart }) => autostart)
      .map(({ name }) => name);
  }

  /** Starts the daemons that start with the sandbox. */
  startAll(): void {
    for (const name of this.autostart) this.daemons.get(name)?.start();
  }

  /** The daemon of that name, if there is one. */
  find(name: string): SupervisedDaemon | undefined {
    return this.daemons.get(name);
  }

  /** State of every daemon now. */
  describe(): DaemonState[] {
    return [...this.daemons.values()].map((daemon) => daemon.describe());
  }
}
