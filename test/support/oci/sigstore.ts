import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from "@sigstore/mock";

/** A pair of keys as cosign makes them: ECDSA on P-256. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Makes a pair of keys. */
export const makeKeys = (): KeyPair => generateKeyPairSync("ec", { namedCurve: "P-256" });

/** A public key in PEM. */
export const pemOf = ({ publicKey }: KeyPair): string =>
  publicKey.export({ type: "spki", format: "pem" }).toString();

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const toBuffer = (view: ArrayBufferView): Buffer =>
  Buffer.from(view.buffer, view.byteOffset, view.byteLength);

/** Identity that signs without a key. */
export interface Signer {
  readonly subject: string;
  readonly issuer: string;
}

/** The workflow that the tests sign as. */
export const workflow: Signer = {
  subject: "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main",
  issuer: "https://token.actions.githubusercontent.com",
};

/** Entry of the log for a signature. */
export interface LogEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly treeSize: number;
      readonly checkpoint: string;
      readonly hashes: readonly string[];
      readonly rootHash: string;
    };
    readonly signedEntryTimestamp: string;
  };
}

/** A log in a trusted root; tests change what they like. */
export interface TestLog {
  baseUrl: string;
  hashAlgorithm: string;
  publicKey: { keyDetails: string; rawBytes: string; validFor?: { start?: string } };
  logId: { keyId: string };
}

/** A trusted root as JSON. */
export interface TestRoot {
  mediaType: string;
  tlogs: TestLog[];
  ctlogs: TestLog[];
  certificateAuthorities: object[];
  timestampAuthorities: object[];
}

/** A Sigstore of our own: authority, certificate transparency log, Rekor and timestamp authority. */
export interface TestSigstore {
  /** Its trusted root, as JSON. */
  trustedRoot(): TestRoot;
  /**
   * A fresh key and its certificate, DER.
   * @param seen - whether the certificate transparency log has seen it; @default true
   */
  certify(signer: Signer, seen?: boolean): Promise<{ readonly keys: KeyPair; readonly certificate: Buffer }>;
  log(entry: object): Promise<LogEntry>;
  /** A timestamp of a signature, DER. */
  timestamp(signature: Buffer): Promise<Buffer>;
  /** For a server that cosign talks to. */
  readonly ca: Awaited<ReturnType<typeof initializeCA>>;
}

const fulcioIssuer = "1.3.6.1.4.1.57264.1.8";
const start = "2020-01-01T00:00:00Z";

/**
 * Makes a Sigstore.
 * @param tsaTime - time by its timestamp authority; @default - now, rounded up to whole seconds
 */
export async function makeSigstore(tsaTime?: Date): Promise<TestSigstore> {
  const clock = tsaTime ?? new Date();
  const [caKeys, logKeys, rekorKeys, tsaKeys] = [makeKeys(), makeKeys(), makeKeys(), makeKeys()];
  const ctlog = await initializeCTLog(logKeys);
  const ca = await initializeCA(caKeys, ctlog);
  const unseen = await initializeCA(caKeys);
  const tlog = await initializeTLog("https://rekor.test", rekorKeys);
  const tsa = await initializeTSA(tsaKeys, clock);
  const spki = ({ publicKey }: KeyPair): Buffer => publicKey.export({ type: "spki", format: "der" });

  const toLog = (keys: KeyPair, baseUrl: string): TestLog => ({
    baseUrl,
    hashAlgorithm: "SHA2_256",
    publicKey: { keyDetails: "PKIX_ECDSA_P256_SHA_256", rawBytes: base64(spki(keys)), validFor: { start } },
    logId: { keyId: createHash("sha256").update(spki(keys)).digest("base64") },
  });
  const toAuthority = (uri: string, certificates: readonly Buffer[]): object => ({
    subject: { organization: "sigstore.mock", commonName: "sigstore" },
    uri,
    certChain: { certificates: certificates.map((each) => ({ rawBytes: base64(each) })) },
    validFor: { start },
  });

  return {
    ca,
    trustedRoot: () => ({
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [toLog(rekorKeys, "https://rekor.test")],
      ctlogs: [toLog(logKeys, "https://ctlog.test")],
      certificateAuthorities: [toAuthority("https://fulcio.test", [toBuffer(ca.rootCertificate)])],
      timestampAuthorities: [
        toAuthority("https://tsa.test", [toBuffer(tsa.intCertificate), toBuffer(tsa.rootCertificate)]),
      ],
    }),
    async certify({ subject, issuer }, seen = true) {
      const keys = makeKeys();
      const certificate = await (seen ? ca : unseen).issueCertificate({
        publicKey: spki(keys) as never,
        subjectAltName: subject,
        extensions: [{ oid: fulcioIssuer, value: issuer }],
      });
      return { keys, certificate: toBuffer(certificate) };
    },
    async log(entry) {
      const [made] = Object.values((await tlog.log(entry)) as unknown as Record<string, LogEntry>);
      if (made === undefined) throw new Error("the log made no entry");
      return made;
    },
    async timestamp(signature) {
      // Never before the certificate that was just made.
      if (tsaTime === undefined) clock.setTime(Math.ceil(Date.now() / 1000) * 1000);
      const artifactHash = createHash("sha256").update(signature).digest();
      const response = await tsa.timestamp({
        artifactHash,
        hashAlgorithmOID: "2.16.840.1.101.3.4.2.1",
        nonce: 1,
        policyOID: "1.3.6.1.4.1.57264.2",
      });
      return toBuffer(response);
    },
  };
}

/** Signs with ECDSA and SHA-256. */
export const signBytes = (bytes: Buffer, { privateKey }: KeyPair): Buffer =>
  sign("sha256", bytes, privateKey);
