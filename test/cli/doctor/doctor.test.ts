import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileWith } from "../../support/environment";
import { writeProgram } from "../../sandbox/tools/fake-world";

const uid = "5e0a34c2-7a2b-4c4e-9d7e-0d8a3a9a8f11";
const entry = path.join(__dirname, "../../../cli/sluice.js");
let server: http.Server;
let kubeconfig: string;

beforeAll(async () => {
  server = http.createServer((_request, response) => response.end(JSON.stringify({ metadata: { uid } })));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  kubeconfig = kubeconfigFor((server.address() as AddressInfo).port);
});
afterAll(() => server.close());

const folderFor = (): string => fs.mkdtempSync(path.join(os.tmpdir(), "sluice-doctor-"));

function kubeconfigFor(port: number): string {
  const file = path.join(folderFor(), "config");
  const clusters = `clusters: [{ name: c, cluster: { server: "http://127.0.0.1:${port}" } }]`;
  fs.writeFileSync(file, `contexts: [{ name: prod-eu, context: { cluster: c } }]\n${clusters}\n`);
  return file;
}

/** A project with one environment. */
function project(text = `${fileWith({})}encryptionsalt: v1:abc\n`): string {
  const folder = folderFor();
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  fs.writeFileSync(path.join(folder, "Pulumi.prod.yaml"), text);
  return folder;
}

/** A folder of programs: `node` and `pulumi`, each given as a script. */
function programs(scripts: Readonly<Record<string, string>> = {}): string {
  const folder = folderFor();
  const usual = {
    node: "echo v22.23.3",
    pulumi: `case $1 in version) echo v3.259.0;; whoami) echo '{"url":"file:///state"}';; esac`,
  };
  for (const [name, script] of Object.entries({ ...usual, ...scripts }))
    if (script !== "") writeProgram(path.join(folder, name), `#!/bin/sh\n${script}\n`);
  return folder;
}

interface Broken {
  readonly cwd?: string;
  readonly path?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs `sluice doctor release --json` where everything is there but what is broken. */
async function release({ cwd = project(), path: bin = programs(), env = {} }: Broken = {}) {
  const child = spawn(process.execPath, [entry, "doctor", "release", "-C", cwd, "--json"], {
    env: { HOME: folderFor(), PATH: bin, KUBECONFIG: kubeconfig, PULUMI_CONFIG_PASSPHRASE: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  const report = JSON.parse(stdout) as {
    readonly exitCode: number;
    readonly release: readonly { readonly name: string; readonly state: string; readonly found: string }[];
  };
  return { code, stderr, report, missing: report.release.filter(({ state }) => state === "missing") };
}

test("sluice doctor release misses nothing, and exits 0, where everything is there", async () => {
  const { code, stderr, report, missing } = await release();
  expect([code, report.exitCode, missing]).toEqual([0, 0, []]);
  expect(stderr.trim().split("\n")).toHaveLength(report.release.length + 2);
  expect(stderr).toMatch(/ok +prod +its cluster answers: prod-eu, http:\/\/127\.0\.0\.1/u);
});

test.each<[string, string, () => Broken, string]>([
  ["node", "an old Node", () => ({ path: programs({ node: "echo v20.20.2" }) }), "got 20.20.2"],
  ["node", "no Node", () => ({ path: programs({ node: "" }) }), "got none"],
  ["pulumi", "no Pulumi", () => ({ path: programs({ pulumi: "" }) }), "got none"],
  [
    "backend",
    "nobody logged in",
    () => ({
      path: programs({
        pulumi: "[ $1 = version ] && echo v3.259.0 || { echo 'error: no login' >&2; exit 1; }",
      }),
    }),
    "Pulumi must be logged in to a backend: got no login",
  ],
  [
    "passphrase",
    "no passphrase",
    () => ({ env: { PULUMI_CONFIG_PASSPHRASE: undefined } }),
    "for Pulumi.prod.yaml",
  ],
  [
    "prod",
    "a file with a wrong rule",
    () => ({ cwd: project(fileWith({ release: "{ image: shop:latest }" })) }),
    "sluice:release.image must",
  ],
  [
    "prod",
    "another cluster",
    () => ({ cwd: project(fileWith({ cluster: "{ context: prod-eu, uid: other }" })) }),
    "must be the uid",
  ],
  [
    "prod",
    "an unknown context",
    () => ({ cwd: project(fileWith({ cluster: "{ context: staging, uid: x }" })) }),
    "(prod-eu): got staging",
  ],
  ["prod", "a cluster that is down", () => ({ env: { KUBECONFIG: kubeconfigFor(1) } }), "does not answer"],
])("sluice doctor release misses %s alone, and exits 2, with %s", async (name, _what, broken, found) => {
  const { code, missing } = await release(broken());
  expect(missing.map((check) => check.name)).toEqual([name]);
  expect(missing[0]?.found).toContain(found);
  expect(code).toBe(2);
});

test("sluice doctor release misses the kubeconfig where there is none", async () => {
  const { missing } = await release({ cwd: folderFor(), env: { KUBECONFIG: "" } });
  expect(missing.map(({ name }) => name)).toEqual(["kubeconfig"]);
});

/** Folders of the system: tools that were put on PATH by hand are none of this test's. */
const withoutTools = "/usr/sbin:/usr/bin:/sbin:/bin";

test("sluice doctor sandbox tells of the machine and the tools, and of nothing else", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, "doctor", "sandbox", "--json"], {
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: folderFor(), PATH: withoutTools },
  });
  const report = JSON.parse(stdout) as { sandbox: { name: string; state: string; found: string }[] };
  expect(Object.keys(report)).toEqual(["sandbox", "exitCode"]);
  expect(report.sandbox.at(-1)).toMatchObject({
    name: "tools",
    state: "note",
    found: expect.stringMatching(/the first start makes .*debian.*, about \d+ min/u),
  });
  const isFit = report.sandbox.every(({ state }) => state !== "missing");
  expect(status).toBe(isFit ? 0 : 2);
  expect(stderr).toMatch(isFit ? /Nothing is missing\.\n$/u : /Missing: .*\(sandbox\)/u);
});

test("sluice doctor refuses a word that is neither", () => {
  const { status, stderr } = spawnSync(process.execPath, [entry, "doctor", "cluster"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([
    2,
    'Cannot check what is missing: WHAT must be one of sandbox, release: got "cluster"\n',
  ]);
});
