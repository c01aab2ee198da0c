import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureTools } from "../../sandbox/tools/resolve";
import { inFull } from "./support/in-full";

const root = join(__dirname, "../..");
// The slow resource takes ten times as long as a test may: one that waits for it fails.
const slowSeconds = 1200;
jest.setTimeout(120_000);

const program = `
const pulumi = require("@pulumi/pulumi");
const random = require("@pulumi/random");
const config = new pulumi.Config();
const password = new random.RandomPassword("password", { length: 24, minNumeric: 3, keepers: { generation: config.get("generation") } });
const provider = {
  async create(inputs) {
    require("node:fs").writeFileSync("started", "");
    for (let i = 0; i < 10 * inputs.seconds; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      try { process.kill(inputs.pid, 0); } catch { process.exit(1); }
    }
    return { id: "slow", outs: {} };
  },
};
class Slow extends pulumi.dynamic.Resource {}
if (config.getBoolean("slow")) new Slow(provider, "slow", { seconds: ${slowSeconds}, pid: process.pid });
exports.password = password.result;
`;

let home = "";
let env: NodeJS.ProcessEnv = {};
let update: ChildProcess | undefined;

const pulumi = (...args: string[]) =>
  spawnSync("pulumi", [...args, "--non-interactive"], { cwd: home, env, encoding: "utf8" });
const readState = (): string =>
  readFileSync(join(home, "state", ".pulumi", "stacks", "host", "dev.json"), "utf8");
const readPassword = (): string => pulumi("stack", "output", "password", "--show-secrets").stdout.trim();

/** Starts an update and gives it back once the provider is at work on the slow resource. */
async function startSlowUpdate(): Promise<{ readonly child: ChildProcess; readonly output: () => string }> {
  rmSync(join(home, "started"), { force: true });
  const child = spawn("pulumi", ["up", "--yes", "--skip-preview", "--non-interactive", "-c", "slow=true"], {
    cwd: home,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  update = child;
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  while (!existsSync(join(home, "started"))) await delay(50);
  return { child, output: () => output };
}

/** Processes that run in this test's project, dead ones that nobody collected left out. */
const programProcesses = (): string[] =>
  readdirSync("/proc")
    .filter((entry) => /^\d+$/u.test(entry))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === home;
      } catch {
        return false;
      }
    });

/** Waits until the last of them has ended: the kernel takes a moment for it. */
async function noProgram(): Promise<void> {
  while (programProcesses().length > 0) await delay(50);
}

beforeAll(async () => {
  const { binDir } = await ensureTools({
    names: ["pulumi", "pulumi-language-nodejs", "pulumi-resource-random"],
  });
  home = mkdtempSync(join(tmpdir(), "sluice-host-"));
  mkdirSync(join(home, "state"));
  symlinkSync(join(root, "node_modules"), join(home, "node_modules"));
  writeFileSync(
    join(home, "Pulumi.yaml"),
    "name: host\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  writeFileSync(join(home, "package.json"), '{ "name": "host", "main": "program.js" }\n');
  writeFileSync(join(home, "program.js"), program);
  env = {
    ...process.env,
    PATH: [binDir, join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: join(home, "pulumi"),
    PULUMI_BACKEND_URL: `file://${join(home, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  expect(pulumi("stack", "init", "dev").status).toBe(0);
});

afterEach(() => update?.kill("SIGKILL"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("a random password is made once, kept secret in the state, and replaced when a keeper changes", () => {
  expect(pulumi("up", "--yes", "--skip-preview").status).toBe(0);
  const first = readPassword();
  expect(first).toMatch(/^(?=(?:.*\d){3}).{24}$/u);
  expect(readState()).not.toContain(JSON.stringify(first).slice(1, -1));
  expect(pulumi("up", "--yes", "--skip-preview").stdout).toContain("2 unchanged");
  expect(readPassword()).toBe(first);
  expect(pulumi("up", "--yes", "--skip-preview", "-c", "generation=2").stdout).toContain("1 replaced");
  expect(readPassword()).not.toBe(first);
});

test("SIGINT to pulumi ends the program and a provider that watches it, with nothing pending", async () => {
  const { child, output } = await startSlowUpdate();
  expect(programProcesses()).not.toEqual([]);
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect([code, output()]).toEqual([1, expect.stringContaining("cancelling")]);
  await noProgram();
  expect(pulumi("preview").status).toBe(0);
});

test("the program and a provider that watches it end when pulumi is killed", async () => {
  const { child } = await startSlowUpdate();
  expect(programProcesses()).not.toEqual([]);
  child.kill("SIGKILL");
  await once(child, "exit");
  await noProgram();
});

inFull("--tracing gets the program's spans, though their exporter is loaded for nothing else", async () => {
  const names = new Set<string>();
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      response.writeHead(202).end();
      // The engine's own spans come as Thrift.
      if (request.headers["content-type"]?.startsWith("application/json") !== true) return;
      const spans = JSON.parse(Buffer.concat(parts).toString("utf8")) as readonly { readonly name: string }[];
      for (const { name } of spans) names.add(name);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v2/spans`;
  // The sandbox's language host hands no address on to Node, as Pulumi's own does.
  const bin = join(home, "bin");
  mkdirSync(bin);
  const handOn = `for one; do shift; set -- "$@" "$one"; case "$one" in */cmd/run/index.js) set -- "$@" --tracing ${url};; esac; done`;
  writeFileSync(join(bin, "node"), `#!/bin/sh\n${handOn}\nexec "${process.execPath}" "$@"\n`, {
    mode: 0o755,
  });
  const child = spawn("pulumi", ["preview", "--non-interactive", "--tracing", url], {
    cwd: home,
    env: {
      ...env,
      // Without it Node's part of Pulumi sends none.
      PULUMI_EXPERIMENTAL: "1",
      PATH: [bin, env["PATH"]].join(delimiter),
      NODE_OPTIONS: `${env["NODE_OPTIONS"] ?? ""} --require ${join(root, "infra/preload.js")}`,
    },
    stdio: "ignore",
  });
  const [code] = await once(child, "close");
  server.close();
  expect([code, [...names].toSorted()]).toEqual([0, ["language-runtime.run", "language-runtime.runProgram"]]);
});
