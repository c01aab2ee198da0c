import * as https from "node:https";
import type { TLSSocket, SecureVersion } from "node:tls";
import type { LowestTls, TlsFact } from "../core/edge/certificate";
import { given } from "../core/given";
import { openAgent } from "./agent";
import { chooseProxy } from "./choose-proxy";
import { readReason } from "./http-error";

/** Server whose certificate is looked at. */
export interface TlsServer {
  /** Place to connect to, e.g. `127.0.0.1` and 443. */
  readonly hostname: string;
  readonly port: number;
  /** Host that is asked for. */
  readonly host: string;
  /** Trusted authorities, PEM. @default - the usual ones */
  readonly ca?: string | undefined;
  readonly lowest: LowestTls;
  readonly timeoutMs: number;
}

interface Versions {
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly ciphers?: string;
}

/** Makes a handshake and ends the connection; no request is sent. */
async function shakeHands<T>(
  { hostname, port, host, ca, timeoutMs }: TlsServer,
  versions: Versions,
  read: (socket: TLSSocket, isStapled: boolean) => T,
): Promise<T> {
  const url = new URL(`https://${hostname}:${port}`);
  const tls = { ...given("ca", ca), rejectUnauthorized: false };
  const agent = openAgent(url, { tls, proxy: chooseProxy(url), keepAlive: false });
  return await new Promise<T>((resolve, reject) => {
    const options: https.RequestOptions = {
      hostname,
      port,
      servername: host,
      signal: AbortSignal.timeout(timeoutMs),
      agent,
      ...versions,
    };
    // The agent hands the option on to the connection.
    const request = https.request({ ...options, requestOCSP: true } as https.RequestOptions);
    request.on("error", reject);
    request.on("socket", (socket) => {
      const secure = socket as TLSSocket;
      let isStapled = false;
      secure.once("OCSPResponse", (status: Buffer | null) => (isStapled = (status?.length ?? 0) > 0));
      const finish = (): void => {
        resolve(read(secure, isStapled));
        request.destroy();
      };
      // Through a proxy's tunnel the handshake is over already.
      if ((socket as { secureConnecting?: boolean }).secureConnecting === false) finish();
      else secure.once("secureConnect", finish);
    });
  });
}

/** Identifier of the extension by which a certificate demands a status (RFC 7633), as DER has it. */
const tlsFeature = Buffer.from("06082b06010505070118", "hex");

/** The common name in a name as OpenSSL writes it, a line for each part; else the whole in one line. */
function nameOf(distinguished: string): string {
  const [, common] = /^CN=(.*)$/m.exec(distinguished) ?? [];
  return common ?? distinguished.replaceAll("\n", ", ");
}

/** Versions below the lowest one; old ones need what OpenSSL no longer offers by itself. */
const below: Readonly<Record<LowestTls, Versions>> = {
  "1.2": { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT:@SECLEVEL=0" },
  "1.3": { minVersion: "TLSv1.2", maxVersion: "TLSv1.2" },
};

/**
 * Reads the certificate that a server shows for a host, by a handshake whose result is not trusted but judged. A second
 * handshake asks for a version below the lowest one.
 */
export async function readCertificate(server: TlsServer): Promise<TlsFact> {
  const { host, lowest, timeoutMs } = server;
  try {
    const [shown, lowVersion] = await Promise.all([
      shakeHands(server, {}, (socket, isStapled) => ({
        isStapled,
        certificate: socket.getPeerX509Certificate(),
        distrust: socket.authorized ? undefined : String(socket.authorizationError),
        version: String(socket.getProtocol()),
      })),
      // No answer to it is the right one.
      shakeHands(server, below[lowest], (socket) => String(socket.getProtocol())).catch(() => undefined),
    ]);
    const { certificate, distrust, ...rest } = shown;
    if (certificate === undefined) return { kind: "silent", host, problem: "no certificate" };
    const { subjectAltName = "", infoAccess = "", issuer, validFrom, validTo, raw } = certificate;
    return {
      kind: "shown",
      host,
      isForHost: certificate.checkHost(host) !== undefined,
      names: [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, name = ""]) => name),
      issuer: nameOf(issuer),
      fromSeconds: Date.parse(validFrom) / 1000,
      untilSeconds: Date.parse(validTo) / 1000,
      hasResponder: /^OCSP - URI:/m.test(infoAccess),
      mustStaple: raw.includes(tlsFeature),
      ...given("distrust", distrust),
      ...given("lowVersion", lowVersion),
      ...rest,
    };
  } catch (error) {
    const isLate = /^(TimeoutError|AbortError)$/.test((error as Error).name);
    const problem = isLate ? `no answer within ${timeoutMs / 1000} s` : readReason(error);
    return { kind: "silent", host, problem };
  }
}
