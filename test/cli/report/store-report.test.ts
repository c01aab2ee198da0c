import { text } from "node:stream/consumers";
import { storeReport } from "../../../cli/report/store-report";
import { verifySignature } from "../../components/prometheus/verify-signature";
import { startServer } from "../../components/http/server";
import type { TestServer } from "../../components/http/server";

const attempt = { environment: "prod", app: "shop", attempt: 12 };
const page = { name: "report.html", type: "text/html; charset=utf-8", body: "<p>größer & ~better~</p>" };
const keys = { AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "s3cr3t/key" };

let server: TestServer;
let statuses: number[] = [];
const got: { readonly url: string; readonly body: string; readonly scope: string; readonly type: string }[] =
  [];
const before = { ...process.env };

beforeAll(async () => {
  server = await startServer(
    (request, response) =>
      void text(request).then((body) => {
        const { method = "", url = "", headers } = request;
        const scope = verifySignature({ method, url, headers, body }, keys.AWS_SECRET_ACCESS_KEY);
        got.push({ url: `${method} ${url}`, body, scope, type: headers["content-type"] ?? "" });
        response.writeHead(statuses.shift() ?? 200);
        response.end("<Error><Code>AccessDenied</Code><Message>no right</Message></Error>");
      }),
  );
  Object.assign(process.env, keys);
});
afterAll(async () => {
  process.env = before;
  await server.close();
});
beforeEach(() => {
  got.length = 0;
  statuses = [];
});

const store = () => ({ url: `http://127.0.0.1:${server.port}/bucket/releases/`, region: "eu-west-1" });

test("a report is put signed, with its type and its bytes, under environment, app and attempt", async () => {
  const [address] = await storeReport(store(), attempt, [page]);
  expect(address).toBe(`http://127.0.0.1:${server.port}/bucket/releases/prod/shop/12/report.html`);
  expect(got).toEqual([
    {
      url: "PUT /bucket/releases/prod/shop/12/report.html",
      body: page.body,
      scope: "AKID for s3 in eu-west-1",
      type: page.type,
    },
  ]);
});

test("a store that is busy is asked again; one that refuses ends with its reason, and no key is told", async () => {
  statuses = [503];
  await storeReport(store(), attempt, [page]);
  expect(got).toHaveLength(2);
  statuses = [403];
  const refused = storeReport(store(), attempt, [page]);
  await expect(refused).rejects.toThrow(/must be taken by the store: got HTTP 403: AccessDenied, no right/);
  await expect(refused).rejects.not.toThrow(/s3cr3t/);
});

test("a store that is away", async () => {
  const away = storeReport({ url: "http://127.0.0.1:1/bucket", region: "eu-west-1" }, attempt, [page]);
  await expect(away).rejects.toThrow(/got .*ECONNREFUSED/);
});
