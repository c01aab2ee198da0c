import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { listDescendants } from "../../e2e/support/kills/process-tree";
import { runWaf, unpackWaf, type RunningWaf } from "./running-waf";

// The first run unpacks Debian's packages and builds the image.
jest.setTimeout(300_000);

const attack = "/?q=%3Cscript%3Ealert(1)%3C/script%3E";
const proxy = "127.0.0.2";
const parts = {
  trustedProxies: [`${proxy}/32`],
  rateLimit: { perSecond: 1, burst: 1 },
  monitoring: [
    { paths: ["/monitor"], from: ["127.0.0.9/32"] },
    { paths: ["/other"], from: ["127.0.0.8/32"] },
  ],
};

let image: Awaited<ReturnType<typeof unpackWaf>>;
let app: Server;
let block: RunningWaf;
let detect: RunningWaf;
let unread: RunningWaf;

beforeAll(async () => {
  image = await unpackWaf();
  app = createServer((_asked, answer) => answer.end());
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  const at = { port: (app.address() as AddressInfo).port };
  block = await runWaf(image.root, at, parts);
  detect = await runWaf(image.root, at, { ...parts, mode: "detect" });
  unread = await runWaf(image.root, at, {}, false);
});
afterAll(async () => {
  const all = [block, detect, unread];
  expect(await Promise.all(all.map(async (waf) => await waf.stop()))).toEqual([0, 0, 0]);
  app.closeAllConnections();
  app.close();
  image.remove();
});

const ask = async (waf: RunningWaf, path: string, from: string, client?: string): Promise<number> => {
  const headers = {
    host: "shop.example.org",
    ...(client === undefined ? {} : { "x-forwarded-for": client }),
  };
  const asked = request({
    host: "127.0.0.1",
    port: waf.port,
    path,
    agent: false,
    localAddress: from,
    headers,
  });
  asked.end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return answer.statusCode ?? 0;
};

/** Statuses of so many requests at once, each with its number of times. */
async function count(many: number, one: () => Promise<number>): Promise<Record<number, number>> {
  const found: Record<number, number> = {};
  for (const status of await Promise.all(Array.from({ length: many }, one)))
    found[status] = (found[status] ?? 0) + 1;
  return found;
}

const counted = async (waf: RunningWaf, series: string): Promise<number> => {
  const line = (await waf.metrics()).split("\n").find((one) => one.startsWith(`${series} `));
  return Number(line?.split(" ")[1]);
};

async function soon(read: () => Promise<number>, wanted: number): Promise<void> {
  for (let tries = 0; (await read()) !== wanted && tries < 200; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await read()).toBe(wanted);
}

const refused = 'sluice_waf_rate_limited_total{decision="refused"}';

test("a client over the limit is answered 429, another one is not; it is no decision of the rules", async () => {
  const statuses = await count(30, async () => await ask(block, "/", proxy, "192.0.2.1"));
  expect(Object.keys(statuses)).toEqual(["200", "429"]);
  expect(await ask(block, "/", proxy, "192.0.2.2")).toBe(200);
  await soon(async () => await counted(block, refused), statuses[429] ?? 0);
  for (const reason of ["rules", "protocol"])
    expect(await counted(block, `sluice_waf_decisions_total{reason="${reason}"}`)).toBe(0);
});

test("nobody names another client but a trusted proxy, and nobody a monitor", async () => {
  let number = 0;
  const spoof = async () => await ask(block, "/", "127.0.0.1", `192.0.2.${100 + number++}`);
  expect((await count(30, spoof))[429]).toBeGreaterThan(0);
  const monitor = async () => await ask(block, "/monitor", "127.0.0.9");
  expect(await count(30, monitor)).toEqual({ 200: 30 });
  expect(await count(30, async () => await ask(block, "/other", "127.0.0.8"))).toEqual({ 200: 30 });
  expect((await count(30, async () => await ask(block, "/monitor", "127.0.0.8")))[429]).toBeGreaterThan(0);
});

test("in mode detect all get through, and those over the limit are counted", async () => {
  expect(await count(30, async () => await ask(detect, "/", "127.0.0.1"))).toEqual({ 200: 30 });
  const detected = 'sluice_waf_rate_limited_total{decision="detected"}';
  for (let tries = 0; (await counted(detect, detected)) === 0 && tries < 200; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await counted(detect, detected)).toBeGreaterThan(0);
  expect(await counted(detect, refused)).toBe(0);
});

test("a log that nobody takes holds up no request and no counter", async () => {
  expect(await count(550, async () => await ask(unread, attack, "127.0.0.1"))).toEqual({ 403: 550 });
  await soon(async () => await counted(unread, 'sluice_waf_blocked_total{reason="rules"}'), 550);
  expect(await counted(unread, "sluice_waf_unwritten_lines_total")).toBeGreaterThan(0);
  expect(await ask(unread, "/", "127.0.0.1")).toBe(200);
});

test("nginx's worker may have as many connections as it is configured for", () => {
  const found = listDescendants(block.pid).find(({ command }) => command.startsWith("nginx: worker"));
  expect(readFileSync(`/proc/${found?.pid}/limits`, "utf8")).toMatch(/^Max open files +16384 /m);
});

/** Signals the processes of a firewall's nginx. */
const signalsOf = (waf: RunningWaf): ((name: NodeJS.Signals) => void) => {
  const pids = listDescendants(waf.pid).flatMap(({ pid, command }) =>
    command.startsWith("nginx: ") ? [pid] : [],
  );
  return (name) => pids.forEach((pid) => process.kill(pid, name));
};

const wait = async (milliseconds: number): Promise<void> =>
  await new Promise((resolve) => setTimeout(resolve, milliseconds));

test("a firewall that is too busy to take connections is ready all the same", async () => {
  const signal = signalsOf(unread);
  signal("SIGSTOP");
  const sockets = Array.from({ length: 1500 }, () =>
    connect(unread.port, "127.0.0.1").on("error", () => undefined),
  );
  try {
    while (sockets.filter(({ readyState }) => readyState === "open").length < 500) await wait(20);
    expect(await unread.ready()).toBe(200);
  } finally {
    for (const socket of sockets) socket.destroy();
    signal("SIGCONT");
  }
  expect(await ask(unread, "/", "127.0.0.1")).toBe(200);
});

test("one that gets a fiftieth of a processor is ready, one that does nothing at all is not, until it does", async () => {
  const at = { port: (app.address() as AddressInfo).port };
  const slow = await runWaf(image.root, at, {}, true, ["-hangs-after", "1s"]);
  const signal = signalsOf(slow);
  try {
    for (let turn = 0; turn < 10; turn++) {
      signal("SIGSTOP");
      await wait(245);
      signal("SIGCONT");
      await wait(5);
      expect(await slow.ready()).toBe(200);
    }
    // Nobody asks meanwhile: what there is to do is the kubelet's own connection.
    signal("SIGSTOP");
    expect(await slow.ready()).toBe(200);
    while ((await slow.ready()) === 200) await wait(100);
    expect(await slow.ready()).toBe(503);
  } finally {
    signal("SIGCONT");
  }
  while ((await slow.ready()) !== 200) await wait(20);
  expect(await slow.stop()).toBe(0);
});
