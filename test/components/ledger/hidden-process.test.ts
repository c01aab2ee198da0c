import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { processStart } from "../../../components/ledger/process-identity";

const root = path.resolve(__dirname, "../../..");

/** Looks at a lock's holder as an ordinary account, which may not signal it. */
const contend = `
  const { assessLock } = require("./components/core/ledger/lock/decide-lock");
  const { processLiveness, processScope } = require("./components/ledger/process-identity");
  process.setgroups([]);
  process.setgid(65534);
  process.setuid(65534);
  const [, pid, processStart] = process.argv;
  const scope = processScope();
  const lock = { ...scope, id: "theirs", pid: Number(pid), processStart, stack: "prod", who: "ann", renewal: 0 };
  const liveness = processLiveness(lock.pid, processStart);
  const { kind } = assessLock({ lock, me: { ...scope, id: "mine" }, liveness, nowSeconds: 0 });
  console.log(JSON.stringify({ liveness, kind, isScopeTold: !Object.values(scope).includes("unknown") }));
`;

/** @param hidepid - 2: from a mount namespace whose /proc hides the processes of others; 0: all may read it */
function look(pid: number, start: string, hidepid: 0 | 2): object {
  const hide = `mount -t proc -o hidepid=${hidepid} proc /proc && exec "$0" "$@"`;
  const node = [process.execPath, "-r", "./register.js", "-e", contend, String(pid), start];
  const text = execFileSync("unshare", ["--mount", "sh", "-c", hide, ...node], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text) as object;
}

/** A process that lives until it is killed, as the holder of a lock. */
async function hold() {
  const holder: ChildProcess = spawn("sleep", ["60"], { stdio: "ignore" });
  await once(holder, "spawn");
  const pid = holder.pid ?? 0;
  return { holder, pid, start: processStart(pid) ?? "" };
}

const isRoot = process.getuid?.() === 0 && process.platform === "linux";

(isRoot ? test : test.skip)(
  "hidepid=2: the lock of a holder that lives and cannot be seen is waited for, that of one that has ended is taken",
  async () => {
    const { holder, pid, start } = await hold();
    expect(look(pid, start, 2)).toEqual({ liveness: "unknown", kind: "wait", isScopeTold: true });
    holder.kill();
    await once(holder, "exit");
    expect(look(pid, start, 2)).toEqual({ liveness: "dead", kind: "dead", isScopeTold: true });
  },
);

(isRoot ? test : test.skip)(
  "another account's holder that may be seen and not signalled is waited for while it lives; another process of its id is not it",
  async () => {
    const { holder, pid, start } = await hold();
    expect(look(pid, start, 0)).toEqual({ liveness: "alive", kind: "wait", isScopeTold: true });
    expect(look(pid, `${Number(start) - 1}`, 0)).toMatchObject({ liveness: "dead", kind: "dead" });
    holder.kill();
    await once(holder, "exit");
    expect(look(pid, start, 0)).toEqual({ liveness: "dead", kind: "dead", isScopeTold: true });
  },
);
