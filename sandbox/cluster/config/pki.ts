import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { API_SERVICE_ADDRESS, NODE_ADDRESS } from "../network/addresses";

const run = promisify(execFile);

/** A certificate of the sandbox and whom it names. */
interface Certificate {
  readonly name: string;
  /** Subject as openssl writes it, for example "/O=system:masters/CN=admin". */
  readonly subject: string;
  readonly alternativeNames?: string;
  /** Authority that signs it. @default "ca" */
  readonly authority?: "edge-ca";
}

const certificatesOf = (node: string): Certificate[] => [
  {
    name: "apiserver",
    subject: "/CN=kube-apiserver",
    alternativeNames: [
      ...["kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost"].map(
        (dns) => `DNS:${dns}`,
      ),
      ...[API_SERVICE_ADDRESS, NODE_ADDRESS, "127.0.0.1"].map((address) => `IP:${address}`),
    ].join(","),
  },
  {
    name: "kubelet-serving",
    subject: `/O=system:nodes/CN=system:node:${node}`,
    alternativeNames: `DNS:${node},IP:${NODE_ADDRESS}`,
  },
  { name: "apiserver-kubelet-client", subject: "/O=system:masters/CN=kube-apiserver-kubelet-client" },
  { name: "admin", subject: "/O=system:masters/CN=sluice-sandbox" },
  { name: "controller-manager", subject: "/CN=system:kube-controller-manager" },
  { name: "scheduler", subject: "/CN=system:kube-scheduler" },
  { name: "kubelet", subject: `/O=system:nodes/CN=system:node:${node}` },
  { name: "proxy", subject: "/CN=system:kube-proxy" },
  {
    name: "edge",
    subject: "/CN=sluice-sandbox-edge",
    alternativeNames: "DNS:*.example.org,DNS:example.org,DNS:localhost,IP:127.0.0.1",
    authority: "edge-ca",
  },
];

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const DAYS = "3650";

/**
 * Makes the certificates of a new sandbox: one authority, one pair per component and the key that signs service
 * account tokens, as `<name>.crt` and `<name>.key`. The gateway's is of an authority of its own: who trusts that for
 * requests trusts nobody as the API server.
 * @param openssl - the openssl 3 command
 */
export async function makePki(directory: string, node: string, openssl: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const request = async (name: string, args: readonly string[]): Promise<void> => {
    const files = ["-keyout", `${name}.key`, "-out", `${name}.crt`];
    await run(openssl, ["req", "-x509", "-config", "openssl.cnf", ...KEY, "-days", DAYS, ...files, ...args], {
      cwd: directory,
    });
  };
  await writeFile(path.join(directory, "openssl.cnf"), "[req]\ndistinguished_name = name\n[name]\n");
  const authority = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,digitalSignature"];
  const extended = authority.flatMap((line) => ["-addext", line]);
  await Promise.all([
    ...["ca", "edge-ca"].map((name) => request(name, ["-subj", `/CN=sluice-sandbox-${name}`, ...extended])),
    makeTokenKey(directory, openssl),
  ]);
  await Promise.all(
    certificatesOf(node).map(({ name, subject, alternativeNames, authority: signer = "ca" }) => {
      const extensions = [
        "basicConstraints=critical,CA:FALSE",
        "keyUsage=critical,digitalSignature",
        "extendedKeyUsage=serverAuth,clientAuth",
        ...(alternativeNames === undefined ? [] : [`subjectAltName=${alternativeNames}`]),
      ];
      const signed = ["-CA", `${signer}.crt`, "-CAkey", `${signer}.key`];
      return request(name, ["-subj", subject, ...signed, ...extensions.flatMap((line) => ["-addext", line])]);
    }),
  );
}

async function makeTokenKey(directory: string, openssl: string): Promise<void> {
  const options = { cwd: directory };
  await run(openssl, ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "sa.key"], options);
  await run(openssl, ["ec", "-in", "sa.key", "-pubout", "-out", "sa.pub"], options);
}
