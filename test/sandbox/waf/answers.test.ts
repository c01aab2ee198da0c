import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ask, post, raw, type Asked } from "./ask";
import { runWaf, unpackWaf, type RunningWaf } from "./running-waf";

// The first run unpacks Debian's packages and builds the image.
jest.setTimeout(300_000);

const limit = 64 * 1024;
/** Page of an app that is an nginx itself. */
const page = "<html><center><h1>Ours</h1></center><hr><center>nginx</center>\r\n</html>";
const attack = "q=%3Cscript%3Ealert(1)%3C/script%3E";

let image: Awaited<ReturnType<typeof unpackWaf>>;
let app: Server;
let block: RunningWaf;

beforeAll(async () => {
  image = await unpackWaf();
  app = createServer((asked, answer) => {
    answer.setHeader("x-app", "yes");
    answer.setHeader("x-accel-redirect", "/elsewhere");
    if (asked.url === "/named") answer.setHeader("server", "shop");
    if (asked.url === "/page") answer.setHeader("content-type", "text/html");
    answer.end(asked.url === "/page" ? page : "the app's");
  });
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  const at = { port: (app.address() as AddressInfo).port };
  block = await runWaf(image.root, at, { bodyLimitBytes: limit });
});
afterAll(async () => {
  expect(await block.stop()).toBe(0);
  app.closeAllConnections();
  app.close();
  image.remove();
});

test.each<[number, string, Asked]>([
  [403, `/?${attack}`, {}],
  [405, "/", { method: "PROPFIND" }],
  [413, "/", post("a".repeat(limit + 1))],
  [415, "/", post("x", { "content-type": "application/evil" })],
  [422, "/", post('{"a":', { "content-type": "application/json" })],
])(
  "its own answer %i names nothing of what it runs, neither in its text nor by a header",
  async (status, path, options) => {
    const answer = await ask(block, path, options);
    expect(answer).toMatchObject({ status, text: expect.not.stringMatching(/nginx/i) });
    // An answer of the rules' own statuses is empty.
    expect(answer.text).toMatch(new RegExp(`^$|<h1>${status} `));
    expect(answer.headers).not.toHaveProperty("server");
  },
);

test("a request that is none is answered without a name either, and the app's pages stay as they are", async () => {
  const { line, whole } = await raw(block, "GET / HTTP/1.1\r\n\r\n");
  expect(line).toContain(" 400 ");
  expect(whole).toContain("<h1>400 Bad Request</h1>");
  expect(whole).not.toMatch(/nginx/i);
  expect((await ask(block, "/page")).text).toBe(page);
});

test("an app that names itself does so behind the firewall, and one that does not stays unnamed", async () => {
  expect((await ask(block, "/named")).headers).toMatchObject({ server: "shop" });
  expect((await ask(block, "/")).headers).not.toHaveProperty("server");
});

test("headers of answers are set once each, in place of the app's and on refusals too; a report of a browser comes through", async () => {
  const csp = "default-src 'none'; report-uri /csp";
  const headers = {
    set: { "X-App": "ours", "Content-Security-Policy": csp, "Reporting-Endpoints": 'csp="/csp"' },
    remove: ["x-accel-redirect", "Server"],
  };
  const contentTypes = ["application/csp-report"];
  const waf = await runWaf(
    image.root,
    { port: (app.address() as AddressInfo).port },
    { headers, contentTypes },
  );
  const sent = { "x-app": "ours", "content-security-policy": csp, "reporting-endpoints": 'csp="/csp"' };
  for (const path of ["/", "/named", `/?${attack}`]) {
    const answer = await ask(waf, path);
    expect(answer.headers).toMatchObject(sent);
    for (const name of ["x-accel-redirect", "server"]) expect(answer.headers).not.toHaveProperty(name);
  }
  const report = JSON.stringify({
    "csp-report": { "blocked-uri": "inline", "effective-directive": "script-src" },
  });
  expect((await ask(waf, "/csp", post(report, { "content-type": "application/csp-report" }))).status).toBe(
    200,
  );
  expect(await waf.stop()).toBe(0);
});

test("without the app's metrics there are none: its silence is not taken for health", async () => {
  const dead = await runWaf(image.root, { port: 1, metricsUrl: "http://127.0.0.1:1/metrics" });
  expect(await dead.metrics()).toContain("the app's metrics cannot be read");
  const headers = { "x-request-id": "r-3" };
  expect(await ask(dead, "/", { headers })).toMatchObject({ status: 502, text: "Error 502, request r-3\n" });
  expect(await dead.stop()).toBe(0);
});
