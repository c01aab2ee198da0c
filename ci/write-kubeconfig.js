"use strict";
// Writes a kubeconfig that holds no credentials, only how to get some: node ci/write-kubeconfig.js FILE
const fs = require("node:fs");
const path = require("node:path");

const names = ["CLUSTER_CLOUD", "CLUSTER_CONTEXT", "CLUSTER_SERVER", "CLUSTER_CA"];
const file = process.argv[2];
const missing = names.filter((name) => !process.env[name]);
if (file === undefined || missing.length > 0) {
  const got = file === undefined ? "no file" : `no ${missing.join(", ")}`;
  process.stderr.write(
    `Cannot write the kubeconfig: a file and ${names.join(", ")} must be given: got ${got}\n  → see docs/how-to/ci.md\n`,
  );
  process.exitCode = 2;
} else {
  const { CLUSTER_CONTEXT: name, CLUSTER_SERVER: server, CLUSTER_CA: ca } = process.env;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: process.execPath,
    args: [path.join(__dirname, "cluster-token.js")],
    interactiveMode: "Never",
  };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster: { server, "certificate-authority-data": ca } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { exec } }],
  };
  fs.writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
}
