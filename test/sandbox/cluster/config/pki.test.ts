import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeKubeconfig } from "../../../../sandbox/cluster/config/kubeconfig";
import { makePki } from "../../../../sandbox/cluster/config/pki";

const folder = mkdtempSync(path.join(tmpdir(), "sluice-pki-"));
const pki = path.join(folder, "pki");
beforeAll(() => makePki(pki, "node-1", "openssl"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string): X509Certificate =>
  new X509Certificate(readFileSync(path.join(pki, `${name}.crt`)));

test.each([
  ["apiserver", "CN=kube-apiserver"],
  ["kubelet-serving", "O=system:nodes\nCN=system:node:node-1"],
  ["apiserver-kubelet-client", "O=system:masters\nCN=kube-apiserver-kubelet-client"],
  ["admin", "O=system:masters\nCN=sluice-sandbox"],
  ["controller-manager", "CN=system:kube-controller-manager"],
  ["scheduler", "CN=system:kube-scheduler"],
  ["kubelet", "O=system:nodes\nCN=system:node:node-1"],
  ["proxy", "CN=system:kube-proxy"],
])("certificate %s is for %p, signed by the authority and no authority itself", (name, subject) => {
  const certificate = read(name);
  expect(certificate.subject).toBe(subject);
  expect(certificate.verify(read("ca").publicKey)).toBe(true);
  expect(certificate.ca).toBe(false);
});

test("the gateway's certificate is of an authority of its own, which signs nothing of the cluster", () => {
  expect(read("edge").checkHost("shop.example.org")).toBeDefined();
  expect(read("edge").verify(read("edge-ca").publicKey)).toBe(true);
  expect(read("edge").verify(read("ca").publicKey)).toBe(false);
});

test.each(["127.0.0.1", "10.77.0.1", "10.96.0.1"])("the API server's certificate is for %s", (address) => {
  expect(read("apiserver").checkIP(address)).toBe(address);
});

test("only the owner may read keys and kubeconfigs", async () => {
  const file = path.join(folder, "kubeconfig");
  await writeKubeconfig(file, pki, { context: "c", server: "https://127.0.0.1:1", certificate: "admin" });
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(statSync(pki).mode & 0o077).toBe(0);
});

test("a kubeconfig holds authority, certificate and key itself", async () => {
  const file = path.join(folder, "whole");
  await writeKubeconfig(file, pki, { context: "c", server: "https://127.0.0.1:1", certificate: "admin" });
  const config = JSON.parse(readFileSync(file, "utf8")) as {
    "current-context": string;
    clusters: { cluster: Record<string, string> }[];
    users: { user: Record<string, string> }[];
  };
  const decode = (text: string | undefined): string => Buffer.from(text ?? "", "base64").toString();
  expect(config["current-context"]).toBe("c");
  expect(config.clusters[0]?.cluster["server"]).toBe("https://127.0.0.1:1");
  expect(decode(config.clusters[0]?.cluster["certificate-authority-data"])).toContain("BEGIN CERTIFICATE");
  expect(decode(config.users[0]?.user["client-certificate-data"])).toContain("BEGIN CERTIFICATE");
  expect(decode(config.users[0]?.user["client-key-data"])).toContain("PRIVATE KEY");
});
