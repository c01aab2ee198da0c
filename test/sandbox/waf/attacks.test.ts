import { wafAct } from "../../../cli/demo/scenes";
import { serveApp, killApps, unpackApp } from "../app/running-app";
import { attacks, type Attack } from "./attacks";
import { runWaf, unpackWaf, type RunningWaf } from "./running-waf";

// The first run unpacks Debian's packages and builds the image.
jest.setTimeout(300_000);

let image: Awaited<ReturnType<typeof unpackWaf>>;
let app: Awaited<ReturnType<typeof unpackApp>>;
let served: Awaited<ReturnType<typeof serveApp>>;
let block: RunningWaf;
let detect: RunningWaf;

beforeAll(async () => {
  [image, app] = [await unpackWaf(), await unpackApp("v2")];
  served = await serveApp(app.binary);
  const at = { port: Number(new URL(served.url).port), metricsUrl: `${served.adminUrl}/metrics` };
  [block, detect] = [await runWaf(image.root, at), await runWaf(image.root, at, { mode: "detect" })];
});
afterAll(async () => {
  expect(await Promise.all([block.stop(), detect.stop()])).toEqual([0, 0]);
  await killApps();
  app.remove();
  image.remove();
});

// By name, as users do: an address as host is suspicious by itself.
const send = async (waf: RunningWaf, { path = "/", method = "GET", headers = {}, body }: Attack) =>
  await fetch(`http://localhost:${waf.port}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });

const counted = async (waf: RunningWaf, name: string, reason: string): Promise<number> =>
  Number(
    new RegExp(`^sluice_waf_${name}_total{reason="${reason}"} (\\d+)$`, "m").exec(await waf.metrics())?.[1],
  );

test.each(attacks)("$name is blocked, and counted where it is only detected", async (attack) => {
  const before = [await counted(block, "blocked", "rules"), await counted(detect, "would_block", "rules")];
  const [refused, passed] = [await send(block, attack), await send(detect, attack)];
  expect([refused.status, await refused.text()]).toEqual([403, expect.not.stringContaining("nginx/")]);
  // The app's own answer: detect refuses nothing.
  expect(passed.headers.get("x-scholarlink-version")).toBe("v2");
  await passed.arrayBuffer();
  await expectSoon(
    async () => [await counted(block, "blocked", "rules"), await counted(detect, "would_block", "rules")],
    before.map((count) => count + 1),
  );
});

async function expectSoon<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  for (let tries = 0; ; tries++) {
    const got = await read();
    if (JSON.stringify(got) === JSON.stringify(wanted) || tries > 100) return expect(got).toEqual(wanted);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("1000 legitimate requests of the example app are all answered by it, and none counted", async () => {
  const before = await counted(block, "decisions", "rules");
  const requests: Attack[] = [
    { name: "page" },
    { name: "list", path: "/papers" },
    { name: "scholar", path: "/scholars/1" },
    { name: "search", path: "/papers?q=select+the+best+union+of+O'Brien" },
    {
      name: "link",
      path: "/links",
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"scholarId":1,"paperId":2}',
    },
  ];
  const statuses = new Set<number>();
  for (let round = 0; round < 40; round++) {
    const answers = await Promise.all(
      Array.from(
        { length: 25 },
        async (_, at) => await send(block, requests[at % requests.length] as Attack),
      ),
    );
    for (const answer of answers) {
      await answer.arrayBuffer();
      expect(answer.headers.get("x-scholarlink-version")).toBe("v2");
      statuses.add(answer.status);
    }
  }
  expect(statuses).not.toContain(403);
  expect(await counted(block, "decisions", "rules")).toBe(before);
});

test("the metrics are the app's with the firewall's behind them", async () => {
  const text = await block.metrics();
  expect(text).toMatch(/^go_goroutines \d+$/m);
  expect(text).toContain('sluice_waf_would_block_total{reason="rules"} 0');
  expect(text).toContain("sluice_waf_unreadable_lines_total 0");
});

test("what is written about a refused request has its id and rules, and no value of it", async () => {
  await send(block, {
    name: "",
    path: "/papers/4711/x?token=hunter2&q=<script>alert(1)</script>",
    headers: { "x-request-id": "abc-1", cookie: "session=hunter2" },
  });
  await expectSoon(async () => await Promise.resolve(block.log().includes("abc-1")), true);
  const line =
    block
      .log()
      .split("\n")
      .find((one) => one.includes("abc-1")) ?? "";
  expect(JSON.parse(line)).toMatchObject({
    decision: "blocked",
    reason: "rules",
    method: "GET",
    path: "/papers/*/x",
    request: "abc-1",
    rules: expect.arrayContaining(["941110"]),
  });
  expect(block.log()).not.toContain("hunter2");
  const metrics = await block.metrics();
  expect(metrics).toContain('{rule="941110",path="/papers/*/x",target="ARGS:q"} 1');
  // A rule of libinjection, which has other words.
  expect(metrics).toContain('{rule="941100",path="/papers/*/x",target="ARGS:q"} 1');
  expect(metrics).not.toContain("hunter2");
});

test.each(wafAct.scenes)("what the demo's users ask for under $name: $end", async ({ paranoia = 0, end }) => {
  const at = { port: Number(new URL(served.url).port) };
  const waf = await runWaf(image.root, at, { paranoia: { block: paranoia, detect: paranoia } });
  const answers = await Promise.all(
    (wafAct.paths ?? []).map(async (path) => await send(waf, { name: path, path })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, end === "promoted" ? 200 : 403]);
  await Promise.all(answers.map(async (answer) => await answer.arrayBuffer()));
  expect(await waf.stop()).toBe(0);
});
