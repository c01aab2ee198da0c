import { readCluster } from "../../../../components/core/access/kubeconfig-cluster";

test("readCluster() reads all that a cluster may say", () => {
  const cluster = {
    server: "https://api:6443/prefix/",
    "certificate-authority": "ca.crt",
    "tls-server-name": "api.example",
    "proxy-url": "socks5://127.0.0.1:1080",
  };
  expect(readCluster(cluster)).toEqual({
    ok: true,
    value: {
      server: "https://api:6443/prefix",
      ca: { file: "ca.crt" },
      serverName: "api.example",
      insecure: false,
      proxy: "socks5://127.0.0.1:1080",
    },
  });
  const value = { server: "http://127.0.0.1:8001", insecure: false };
  expect(readCluster({ server: "http://127.0.0.1:8001" })).toEqual({ ok: true, value });
});

test("readCluster() prefers what stands in the file itself", () => {
  const cluster = { server: "https://a", "certificate-authority": "x", "certificate-authority-data": "eA==" };
  expect(readCluster(cluster)).toMatchObject({ value: { ca: { data: "eA==" } } });
});

test("readCluster() takes any certificate only where that is said", () => {
  const insecure = { server: "https://a", "insecure-skip-tls-verify": true };
  expect(readCluster(insecure)).toMatchObject({ value: { insecure: true } });
  expect(readCluster({ ...insecure, "certificate-authority": "x" })).toEqual({
    ok: false,
    problem: "insecure-skip-tls-verify must not be set together with certificate-authority",
  });
});

test.each([
  ["nothing", undefined],
  ["api:6443", "api:6443"],
  ["ftp://api", "ftp://api"],
  ["no address", "no address"],
])("readCluster() refuses server %s", (got, server) => {
  expect(readCluster({ server })).toEqual({
    ok: false,
    problem: `server must be an http or https address: got ${got}`,
  });
});
