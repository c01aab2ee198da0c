import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makePki } from "../../../../sandbox/cluster/config/pki";
import { openApiClient } from "../../../../sandbox/cluster/network/api-client";
import type { ApiClient } from "../../../../sandbox/cluster/network/api-client";

const pki = mkdtempSync(path.join(tmpdir(), "sluice-pki-"));
let server: Server;
let client: ApiClient;

beforeAll(async () => {
  await makePki(pki, "test", "openssl");
  const read = (file: string): Buffer => readFileSync(path.join(pki, file));
  const pair = { cert: read("apiserver.crt"), key: read("apiserver.key") };
  // An API server that has just begun, on a machine that has much else to do.
  server = createServer(pair, async (_request, response) => {
    await sleep(11_000);
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = openApiClient(pki, (server.address() as AddressInfo).port);
});

afterAll(() => {
  client.close();
  server.closeAllConnections();
  server.close();
  rmSync(pki, { recursive: true });
});

test("a write waits for a slow answer; a read is given up, to be asked again", async () => {
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } };
  const [written, read] = await Promise.allSettled([
    client.apply("/api/v1/namespaces", object),
    client.get("/readyz"),
  ]);
  expect(written.status).toBe("fulfilled");
  expect(read).toMatchObject({
    reason: expect.objectContaining({ message: "GET /readyz: no answer within 10 s" }) as unknown,
  });
});
