import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureImages, pushImages } from "../../../sandbox/images/ensure";
import { assembleImage, MANIFEST_TYPE } from "../../../sandbox/images/image";
import { pushImage } from "../../../sandbox/images/registry";
import { ensureTools } from "../../../sandbox/tools/resolve";

// The first run compiles the app and unpacks the registry.
jest.setTimeout(300_000);

let directory: string;
let registry: ChildProcess;
let url: string;

beforeAll(async () => {
  const tools = await ensureTools({ names: ["debian"], onProgress: () => undefined });
  directory = mkdtempSync(path.join(tmpdir(), "registry-"));
  const config = path.join(directory, "config.json");
  const storage = { filesystem: { rootdirectory: path.join(directory, "data") } };
  const http = { addr: "127.0.0.1:0", headers: { "X-Content-Type-Options": ["nosniff"] } };
  writeFileSync(config, JSON.stringify({ version: "0.1", log: { level: "info" }, storage, http }));
  registry = spawn(tools.path("docker-registry"), ["serve", config], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await new Promise<string>((resolve, reject) => {
    let log = "";
    registry.stderr?.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      const match = /listening on (127\.0\.0\.1:\d+)/.exec(log);
      if (match?.[1]) resolve(match[1]);
    });
    registry.on("close", () => reject(new Error(log)));
  });
  url = `http://${address}`;
});
afterAll(async () => {
  registry.kill("SIGKILL");
  await once(registry, "close");
  rmSync(directory, { recursive: true });
});

test("a real registry stores every image under the digest it was built with", async () => {
  const images = await ensureImages();
  const references = await pushImages(url);
  for (const [variant, { digest, reference }] of Object.entries(images)) {
    expect(references).toHaveProperty(variant, reference);
    for (const name of [digest, variant]) {
      const response = await fetch(`${url}/v2/scholarlink/manifests/${name}`, {
        headers: { accept: MANIFEST_TYPE },
      });
      expect([response.status, response.headers.get("docker-content-digest")]).toEqual([200, digest]);
    }
  }
});

test("pushing again is accepted and gives the same references", async () => {
  expect(await pushImages(url)).toEqual(await pushImages(url));
});

test("a layer comes back from the registry as it was", async () => {
  const image = assembleImage({
    files: [{ name: "hello", data: Buffer.from("hello") }],
    entrypoint: ["/hello"],
    user: "65532:65532",
    labels: {},
  });
  await pushImage(image, url, "team/hello", "latest");
  const [, layer] = image.blobs;
  const stored = await fetch(`${url}/v2/team/hello/blobs/${layer.digest}`);
  expect(Buffer.from(await stored.arrayBuffer()).equals(layer.bytes)).toBe(true);
});

test("a registry that refuses is quoted", async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.statusCode = request.method === "HEAD" ? 404 : 507;
    response.end("disk full");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const image = assembleImage({ files: [], entrypoint: ["/a"], user: "1:1", labels: {} });
  const broken = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(pushImage(image, broken, "app", "v1")).rejects.toThrow("must answer 202: got 507 disk full");
  server.close();
});
