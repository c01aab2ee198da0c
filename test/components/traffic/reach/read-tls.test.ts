import * as tls from "node:tls";
import type { TrafficSettings } from "../../../../components/core/settings";
import { readTls } from "../../../../components/traffic/reach/read-tls";
import { makeAuthority } from "../../../support/certificates";
import { listen } from "../../http/server";
import type { TestServer } from "../../http/server";

const authority = makeAuthority();
const nowSeconds = Date.now() / 1000;
let server: TestServer;
const before = { ...process.env };

beforeAll(async () => {
  server = await listen(tls.createServer(authority.sign({ name: "shop.example.org" })));
});
afterAll(() => server.close());
afterEach(() => (process.env = { ...before }));

const read = async (changes: Partial<TrafficSettings> = {}) => {
  process.env["EDGE_CA"] = authority.cert;
  const traffic = {
    router: "gateway",
    scheme: "https",
    host: "shop.example.org",
    address: `127.0.0.1:${server.port}`,
    ca: "EDGE_CA",
    ...changes,
  } as TrafficSettings;
  return await readTls(
    { app: "shop", namespace: "shop", traffic } as Parameters<typeof readTls>[0],
    nowSeconds,
  );
};

test("readTls() looks at every host's certificate, but not at that of a host with a wildcard", async () => {
  expect(await read()).toMatchObject({ problems: [], isSilent: false });
  const hosts = ["shop.example.org", "*.example.org", "www.example.org"];
  expect((await read({ hosts }))?.problems.map(({ text }) => text)).toEqual([
    "the certificate of www.example.org must be for that host: got shop.example.org",
  ]);
});

test("readTls() trusts nobody but the usual authorities and those of traffic.ca", async () => {
  const traffic = {
    router: "gateway",
    scheme: "https",
    host: "shop.example.org",
    address: `127.0.0.1:${server.port}`,
  };
  const found = await readTls(
    { app: "shop", namespace: "shop", traffic } as Parameters<typeof readTls>[0],
    nowSeconds,
  );
  expect(found?.problems[0]?.text).toMatch(/must come from an authority that is trusted here/);
});

test("readTls() tells that traffic.ca cannot be read", async () => {
  const found = await read({ ca: "NO_SUCH_VARIABLE" });
  expect(found).toMatchObject({ isSilent: true });
  expect(found?.problems[0]?.text).toContain("NO_SUCH_VARIABLE");
});

test("readTls() asks nobody where users come by http, or to pods", async () => {
  expect(await read({ scheme: "http" })).toBeUndefined();
  expect(await read({ router: "replicas" })).toBeUndefined();
});
