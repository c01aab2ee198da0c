import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchFile } from "../../../sandbox/tools/fetch-file";
import { cutOff, elsewhere, serveReleases, sha256, slowly, stuck, whole } from "./release-server";

const file = Buffer.from("the release".repeat(1000));
const folder = mkdtempSync(join(tmpdir(), "sluice-fetch-"));
const target = join(folder, "release");

test("fetchFile() follows a redirection, as releases on GitHub have one", async () => {
  const server = await serveReleases({ "/release": elsewhere("/storage"), "/storage": whole(file) });
  await fetchFile(`${server.url}/release`, sha256(file), target).finally(server.close);
  expect(readFileSync(target).equals(file)).toBe(true);
});

test("fetchFile() keeps bytes as they come, also where the server calls them compressed", async () => {
  const server = await serveReleases({
    "/release": (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(file),
  });
  await fetchFile(`${server.url}/release`, sha256(file), target).finally(server.close);
  expect(readFileSync(target).equals(file)).toBe(true);
});

test("fetchFile() gives up a transfer that has stopped", async () => {
  const server = await serveReleases({ "/release": stuck(file) });
  const attempt = fetchFile(`${server.url}/release`, sha256(file), target, { answerMs: 2000, idleMs: 200 });
  await expect(attempt.finally(server.close)).rejects.toThrow("nothing more came for 0.2 s");
});

test("fetchFile() waits as long as pieces keep coming", async () => {
  const server = await serveReleases({ "/release": slowly(file, 100) });
  const attempt = fetchFile(`${server.url}/release`, sha256(file), target, { answerMs: 2000, idleMs: 500 });
  await attempt.finally(server.close);
  expect(readFileSync(target).equals(file)).toBe(true);
});

/** A server with a certificate for `releases.test` that the child trusts, and a proxy that leads every host to it. */
async function startProxied() {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=releases.test", "-addext", "subjectAltName=DNS:releases.test"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
  execFileSync("openssl", ["req", ...kind, "-keyout", key, "-out", cert, ...subject], { stdio: "pipe" });
  const origin = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, whole(file));
  origin.listen(0, "127.0.0.1");
  await once(origin, "listening");
  const asked: string[] = [];
  const proxy = http.createServer().on("connect", (request, socket, head) => {
    asked.push(request.url ?? "");
    const through = net.connect((origin.address() as AddressInfo).port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    for (const end of [socket, through]) end.on("error", () => through.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const close = (): void => {
    for (const server of [origin, proxy]) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { asked, cert, proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, close };
}

/** Runs `fetchFile` in a process of its own, since a certificate is trusted, and a proxy read, at its start. */
async function fetchApart(url: string, env: Readonly<Record<string, string>>): Promise<string> {
  const root = join(__dirname, "../../..");
  const script = `require("./register.js");
    require("./sandbox/tools/fetch-file.ts")
      .fetchFile("${url}", "${sha256(file)}", ${JSON.stringify(target)})
      .then(() => console.log("had"), (error) => console.log(error.message));`;
  const child = spawn(process.execPath, ["-e", script], {
    cwd: root,
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 20_000,
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? output.trim() : "was held up";
}

test("fetchFile() leaves nothing behind that holds its process up, whatever was answered", async () => {
  const server = await serveReleases({ "/cut-off": cutOff(file) });
  const of = async (path: string) => await fetchApart(server.url + path, {});
  try {
    expect(await Promise.all([of("/none"), of("/cut-off")])).toEqual(["status 404", expect.any(String)]);
  } finally {
    server.close();
  }
});

test("fetchFile() goes through HTTPS_PROXY, which finds the host for it, and not for NO_PROXY", async () => {
  const { asked, cert, proxy, close } = await startProxied();
  const url = "https://releases.test/v1/release";
  const trusting = { NODE_EXTRA_CA_CERTS: cert };
  try {
    expect(await fetchApart(url, { ...trusting, HTTPS_PROXY: proxy })).toBe("had");
    expect(asked).toEqual(["releases.test:443"]);
    const without = await fetchApart(url, { ...trusting, HTTPS_PROXY: proxy, NO_PROXY: "releases.test" });
    expect([without === "had", asked.length]).toEqual([false, 1]);
  } finally {
    close();
  }
});
