import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fulcioHandler } from "@sigstore/mock";
import type { TestSigstore } from "./sigstore";

/** A Sigstore that the real cosign talks to. */
export interface SigstoreServer {
  readonly url: string;
  close(): void;
}

interface DsseProposal {
  readonly kind?: string;
  readonly spec: {
    readonly proposedContent?: { readonly envelope: string; readonly verifiers: readonly string[] };
  };
}

interface Envelope {
  readonly payload: string;
  readonly signatures: readonly { readonly sig: string }[];
}

const hash = (bytes: Buffer | string): { algorithm: string; value: string } => ({
  algorithm: "sha256",
  value: createHash("sha256").update(bytes).digest("hex"),
});

/** Rekor stores hashes in place of an envelope: what cosign proposes is not what the log signs. */
function toEntry(proposal: DsseProposal): object {
  const content = proposal.spec.proposedContent;
  if (content === undefined) return proposal;
  const { payload, signatures } = JSON.parse(content.envelope) as Envelope;
  return {
    apiVersion: "0.0.1",
    kind: "dsse",
    spec: {
      envelopeHash: hash(content.envelope),
      payloadHash: hash(Buffer.from(payload, "base64")),
      signatures: signatures.map(({ sig }, index) => ({
        signature: sig,
        verifier: content.verifiers[index],
      })),
    },
  };
}

const readAll = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** Serves Fulcio (the ways of cosign 2 and 3) and Rekor on a free port of 127.0.0.1. */
export async function startSigstoreServer(sigstore: TestSigstore): Promise<SigstoreServer> {
  const fulcio = fulcioHandler(sigstore.ca);

  async function certify(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const asked = JSON.parse(body) as Record<string, unknown>;
    const token = request.headers.authorization?.replace(/^Bearer /i, "");
    const credentials = asked["credentials"] ?? { oidcIdentityToken: token };
    // Cosign 2 sends the key's PEM in base64, under another name.
    const key = (asked["publicKey"] as { content?: string } | undefined)?.content;
    const content = Buffer.from(key ?? "", "base64").toString();
    const publicKeyRequest = key === undefined ? asked["publicKeyRequest"] : { publicKey: { content } };
    const made = await fulcio.fn(JSON.stringify({ ...asked, credentials, publicKeyRequest }));
    const text = Buffer.from(made.response as string).toString();
    if (made.statusCode !== 201) {
      response.writeHead(made.statusCode).end(text);
    } else if (request.url?.includes("/api/v2/")) {
      response.writeHead(200, { "content-type": "application/json" }).end(text);
    } else {
      const { signedCertificateEmbeddedSct: issued } = JSON.parse(text) as {
        signedCertificateEmbeddedSct: { chain: { certificates: string[] } };
      };
      const pem = issued.chain.certificates.map((each) => `${each.trim()}\n`).join("");
      response.writeHead(201, { "content-type": "application/pem-certificate-chain" }).end(pem);
    }
  }

  async function log(response: ServerResponse, body: string): Promise<void> {
    const entry = await sigstore.log(toEntry(JSON.parse(body) as DsseProposal));
    const id = createHash("sha256").update(entry.body).digest("hex");
    const headers = { "content-type": "application/json", etag: id, location: `/api/v1/log/entries/${id}` };
    response.writeHead(201, headers).end(JSON.stringify({ [id]: entry }));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    if (request.url?.endsWith("/signingCert")) await certify(request, response, body);
    else if (request.url === "/api/v1/log/entries") await log(response, body);
    else response.writeHead(404).end();
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
