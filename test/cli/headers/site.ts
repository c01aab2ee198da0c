import { execFileSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

/** A site on loopback with a certificate of its own authority. */
export interface Site {
  readonly httpsUrl: string;
  readonly httpUrl: string;
  readonly httpPort: string;
  /** PEM file of the certificate. */
  readonly ca: string;
  close(): void;
}

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-site-"));
const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];

function makeCertificate(): void {
  if (fs.existsSync(cert)) return;
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  execFileSync("openssl", ["req", "-x509", ...curve, "-days", "2", "-keyout", key, "-out", cert, ...names], {
    stdio: "ignore",
  });
}

async function listen(server: http.Server | https.Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

/** Starts a site: `page` answers https://, `plain` answers http:// and is given the address of the page. */
export async function startSite(page: Answer, plain: (url: string) => Answer): Promise<Site> {
  makeCertificate();
  const secure = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) }, page);
  const httpsUrl = `https://localhost:${await listen(secure)}/`;
  const open = http.createServer(plain(httpsUrl));
  const port = await listen(open);
  return {
    httpsUrl,
    httpUrl: `http://localhost:${port}/`,
    httpPort: String(port),
    ca: cert,
    close: () => {
      for (const server of [secure, open]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
