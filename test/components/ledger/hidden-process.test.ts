import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { processStart } from "../../../components/ledger/process-identity";

const root = path.resolve(__dirname, "../../..");

/** Looks at a lock's holder as an ordinary account, from a mount namespace whose /proc hides the processes of others. */
const contend = `
  const { assessLock } = require("./components/core/ledger/decide-lock");
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

function look(pid: number, start: string): object {
  const hide = `mount -t proc -o hidepid=2 proc /proc && exec "$0" "$@"`;
  const node = [process.execPath, "-r", "./register.js", "-e", contend, String(pid), start];
  const text = execFileSync("unshare", ["--mount", "sh", "-c", hide, ...node], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text) as object;
}

const isRoot = process.getuid?.() === 0 && process.platform === "linux";

(isRoot ? test : test.skip)(
  "hidepid=2: the lock of a holder that lives and cannot be seen is waited for, that of one that has ended is taken",
  async () => {
    const holder: ChildProcess = spawn("sleep", ["60"], { stdio: "ignore" });
    await once(holder, "spawn");
    const pid = holder.pid ?? 0;
    const start = processStart(pid) ?? "";
    expect(look(pid, start)).toEqual({ liveness: "unknown", kind: "wait", isScopeTold: true });
    holder.kill();
    await once(holder, "exit");
    expect(look(pid, start)).toEqual({ liveness: "dead", kind: "dead", isScopeTold: true });
  },
);
