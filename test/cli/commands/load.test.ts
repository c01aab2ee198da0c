import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { LoadReport } from "../../../sandbox/load/report";
import { runSluice } from "./run-sluice";

jest.setTimeout(60_000);

let server: Server;
let url: string;
const hosts = new Set<string | undefined>();

beforeAll(async () => {
  server = createServer((request, response) => {
    hosts.add(request.headers.host);
    response.setHeader("x-scholarlink-version", "v1");
    response.writeHead(request.url === "/bad" ? 500 : 200).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const load = (...args: string[]) => runSluice("sandbox", "load", ...args);

test("load prints a line a second and a summary for people, and JSON only when asked", async () => {
  const { code, stdout, stderr } = await load(
    "--url",
    url,
    "--rate",
    "50",
    "--duration",
    "2s",
    "--path",
    "/",
    "/bad",
  );
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toMatch(/^ +1 s +\d+ sent +\d+ ok +\d+ failed .*v1 \d+$/m);
  expect(stderr).toMatch(/^100 requests in 2\.\d s, .*: 50 ok, 50 failed \(50 status\)$/m);
  expect(stderr).toMatch(/^first failure at .*: status 500 on \/bad v1$/m);
});

test("load --json prints the report alone on standard output", async () => {
  const { code, stdout } = await load(
    "--url",
    url,
    "--rate",
    "20",
    "--duration",
    "500ms",
    "--host",
    "a.test",
    "--json",
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout) as LoadReport).toMatchObject({ sent: 10, ok: 10, failed: 0, host: "a.test" });
  expect(hosts).toContain("a.test");
});

test.each([
  { name: "an unknown option", args: ["--colour"], says: "unknown option '--colour'" },
  {
    name: "numbers that are none, all at once",
    args: ["--rate", "fast", "--duration", "3q"],
    says: 'Cannot send load: --rate must be a number: got "fast"; --duration must be a duration such as 500ms or 1m30s: got "3q"',
  },
  {
    name: "a rate beyond the bound",
    args: ["--url", "http://127.0.0.1:1", "--rate", "9000"],
    says: "from 0.01 to 5000: got 9000",
  },
  {
    name: "a target that is not this machine",
    args: ["--url", "http://10.1.1.1"],
    says: "must be a loopback address",
  },
  { name: "no sandbox", args: [], says: 'Cannot send load: sandbox "sluice" must be up: got none running' },
])("load refuses $name with exit code 2", async ({ args, says }) => {
  const { code, stdout, stderr } = await load(...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(says);
});

test("load --help tells its options", async () => {
  const { code, stdout } = await load("--help");
  expect(code).toBe(0);
  expect(stdout).toContain("--rate <number>");
});
