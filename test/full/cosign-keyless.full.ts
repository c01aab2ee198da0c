import { makeSigstore, workflow, type Signer, type TestSigstore } from "../support/oci/sigstore";
import { startSigstoreServer, type SigstoreServer } from "../support/oci/sigstore-server";
import { findingsOf, onePolicy } from "../policies/images/harness";
import { openCosignScene, type CosignScene, type Major } from "./support/cosign-scene";

// Needs no cluster: the real cosign signs without a key, against a Sigstore on loopback.

let scene: CosignScene;
let sigstore: TestSigstore;
let server: SigstoreServer;

const pem = (type: string, base64: string): string =>
  `-----BEGIN ${type}-----\n${base64.replaceAll(/.{64}/g, "$&\n")}\n-----END ${type}-----\n`;

beforeAll(async () => {
  scene = await openCosignScene();
  sigstore = await makeSigstore();
  server = await startSigstoreServer(sigstore);
  const root = sigstore.trustedRoot();
  scene.write("root.json", root);
  const authority = root.certificateAuthorities[0] as { certChain: { certificates: { rawBytes: string }[] } };
  scene.write("fulcio.pem", pem("CERTIFICATE", authority.certChain.certificates[0]?.rawBytes ?? ""));
  scene.write("ctlog.pem", pem("PUBLIC KEY", root.ctlogs[0]?.publicKey.rawBytes ?? ""));
  scene.write("rekor.pem", pem("PUBLIC KEY", root.tlogs[0]?.publicKey.rawBytes ?? ""));
  const service = `url=${server.url},api-version=1,start-time=2020-01-01T00:00:00Z,operator=test`;
  const services = [
    "--fulcio",
    service,
    "--rekor",
    service,
    "--rekor-config",
    "ANY",
    "--oidc-provider",
    service,
  ];
  await scene.cosign("3", ["signing-config", "create", ...services, "--out", "config.json"]);
});
afterAll(async () => {
  server.close();
  await scene.close();
});

/** An identity token as cosign wants one; nobody here checks who signed it. */
function tokenOf({ subject, issuer }: Signer): string {
  const seconds = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, sub: subject, aud: "sigstore", iat: seconds, exp: seconds + 600 };
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}.${Buffer.from("x").toString("base64url")}`;
}

function sign(major: Major, signer: Signer, image: string): Promise<string> {
  const token = ["--identity-token", tokenOf(signer)];
  if (major === "3") {
    const config = ["--signing-config", "config.json", "--trusted-root", "root.json"];
    return scene.cosign("3", ["sign", ...config, ...token, "-y", image]);
  }
  const services = ["--fulcio-url", server.url, "--rekor-url", server.url];
  return scene.cosign("2", ["sign", ...services, ...token, "-y", image], {
    SIGSTORE_ROOT_FILE: "fulcio.pem",
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: "ctlog.pem",
    SIGSTORE_REKOR_PUBLIC_KEY: "rekor.pem",
  });
}

const findings = async (image: string) => {
  const keyless = { identities: [workflow], trustRootRef: "own" };
  const trustRoots = [{ name: "own", file: "root.json" }];
  return findingsOf(image, onePolicy({ authorities: [{ name: "ci", keyless }] }, { trustRoots }), {
    "root.json": JSON.stringify(sigstore.trustedRoot()),
  });
};

describe.each<Major>(["2", "3"])("an image that cosign %s signed without a key", (major) => {
  test("is accepted when our workflow signed it", async () => {
    const image = await scene.push();
    await sign(major, workflow, image);
    expect(await findings(image)).toEqual([]);
  });

  test("is refused when another workflow signed it", async () => {
    const image = await scene.push();
    await sign(major, { ...workflow, subject: `${workflow.subject}-evil` }, image);
    const [finding] = await findings(image);
    expect(finding?.fix).toMatch(/the signer's identity must be .*: got .*main-evil/);
  });
});
