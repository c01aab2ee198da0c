import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Daemon } from "../../../../sandbox/cluster/process/daemon";
import { controlDaemon, listDaemons } from "../../../../sandbox/cluster/process/control";
import { serveControl } from "../../../../sandbox/cluster/process/control-server";
import { type DaemonState, Supervisor } from "../../../../sandbox/cluster/process/supervisor";
import { waitFor } from "../../../../sandbox/cluster/lifecycle/wait-for";

const folders: string[] = [];
const supervisors: Supervisor[] = [];
const closers: (() => void)[] = [];
afterEach(async () => {
  for (const supervisor of supervisors.splice(0)) {
    await Promise.all(supervisor.describe().map(async ({ name }) => await supervisor.find(name)?.stop()));
  }
  for (const close of closers.splice(0)) close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const sleeper: Daemon = { name: "sleeper", autostart: true, command: ["sleep", "1000"] };

function supervise(...daemons: Daemon[]): { readonly supervisor: Supervisor; readonly folder: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "sluice-"));
  folders.push(folder);
  const plan = { logDir: folder, daemons, forwards: [], mounts: [], kernelSettings: {} };
  const supervisor = new Supervisor({
    ...plan,
    scratchDir: folder,
    controlSocket: path.join(folder, "socket"),
  });
  supervisors.push(supervisor);
  return { supervisor, folder };
}

const stateOf = (supervisor: Supervisor, name: string): DaemonState | undefined =>
  supervisor.find(name)?.describe();

const until = (probe: () => boolean, what: string) =>
  waitFor(async () => probe(), { what, timeoutSeconds: 20, pauseMs: 10 });

test("starts what starts with the sandbox and leaves the rest stopped", () => {
  const { supervisor } = supervise(sleeper, { ...sleeper, name: "later", autostart: false });
  supervisor.startAll();
  expect(stateOf(supervisor, "sleeper")).toMatchObject({ state: "running", restarts: 0 });
  expect(stateOf(supervisor, "later")).toEqual({ name: "later", state: "stopped", pid: 0, restarts: 0 });
});

test("starts a killed daemon again, as another process", async () => {
  const { supervisor } = supervise(sleeper);
  supervisor.startAll();
  const before = stateOf(supervisor, "sleeper")?.pid;
  await supervisor.find("sleeper")?.kill();
  expect(stateOf(supervisor, "sleeper")?.state).toBe("waiting");
  await until(() => stateOf(supervisor, "sleeper")?.state === "running", "sleeper must run");
  expect(stateOf(supervisor, "sleeper")?.restarts).toBe(1);
  expect(stateOf(supervisor, "sleeper")?.pid).not.toBe(before);
});

test("starts a daemon again that ended by itself", async () => {
  const { supervisor } = supervise({ name: "short", autostart: true, command: ["true"] });
  supervisor.startAll();
  await until(() => (stateOf(supervisor, "short")?.restarts ?? 0) >= 2, "short must be restarted twice");
});

test("keeps a stopped daemon down until it is started", async () => {
  const { supervisor } = supervise(sleeper);
  supervisor.startAll();
  await supervisor.find("sleeper")?.stop();
  expect(stateOf(supervisor, "sleeper")).toMatchObject({ state: "stopped", pid: 0 });
  supervisor.find("sleeper")?.start();
  expect(stateOf(supervisor, "sleeper")?.state).toBe("running");
});

test("stopping a daemon that waits for its restart cancels the restart", async () => {
  const { supervisor } = supervise(sleeper);
  supervisor.startAll();
  await supervisor.find("sleeper")?.kill();
  await supervisor.find("sleeper")?.stop();
  expect(stateOf(supervisor, "sleeper")).toMatchObject({ state: "stopped", restarts: 1 });
});

test("keeps trying a daemon whose program is missing", async () => {
  const { supervisor } = supervise({ name: "ghost", autostart: true, command: ["/nowhere/ghost"] });
  const silenced = jest.spyOn(console, "error").mockReturnValue();
  supervisor.startAll();
  await until(() => (stateOf(supervisor, "ghost")?.restarts ?? 0) >= 2, "ghost must be tried again");
  expect(silenced).toHaveBeenCalledWith(expect.stringContaining("ghost: spawn /nowhere/ghost ENOENT"));
  silenced.mockRestore();
});

test("appends what a daemon prints to its log", async () => {
  const print = ["sh", "-c", 'echo "out $WORD"; echo err >&2; sleep 1000'] as const;
  const { supervisor, folder } = supervise({
    name: "p",
    autostart: true,
    command: print,
    env: { WORD: "x" },
  });
  supervisor.startAll();
  const log = (): string => readFileSync(path.join(folder, "p.log"), "utf8");
  await until(() => log() === "out x\nerr\n", "log must hold both lines");
});

test("is controlled through its socket", async () => {
  const { supervisor, folder } = supervise(sleeper);
  const socket = path.join(folder, "socket");
  closers.push(await serveControl(supervisor, socket));
  await controlDaemon(socket, "sleeper", "start");
  expect(await listDaemons(socket)).toContainEqual(
    expect.objectContaining({ name: "sleeper", state: "running" }),
  );
  await controlDaemon(socket, "sleeper", "stop");
  expect(stateOf(supervisor, "sleeper")?.state).toBe("stopped");
  await expect(controlDaemon(socket, "nobody", "kill")).rejects.toThrow(
    'process must be one of the sandbox\'s: got "nobody"',
  );
});
