import * as path from "node:path";
import { findContext } from "../../../../components/core/access/kubeconfig";
import { readKubeconfig } from "../../../../components/cluster/credentials/read-kubeconfig";
import { kubeconfigFolder } from "./kubeconfig-folder";

const { folder, write } = kubeconfigFolder();
const at = (name: string): string => path.join(folder, name);

const entries = (token: string): string => `
contexts: [{ name: prod, context: { cluster: kubernetes, user: admin } }]
clusters: [{ name: kubernetes, cluster: { server: "https://${token}" } }]
users: [{ name: admin, user: { token: ${token} } }]
`;

test("readKubeconfig() passes a missing file over and reads each file once, in their order", () => {
  const [a, b] = [write("a", entries("first")), write("b", entries("second"))];
  const KUBECONFIG = ["", at("missing"), a, b, a, ""].join(path.delimiter);
  const files = readKubeconfig({ KUBECONFIG });
  expect(files.map((file) => file.path)).toEqual([a, b]);
  expect(findContext(files, "prod")).toMatchObject({ user: { values: { token: "first" } } });
});

test("readKubeconfig() reads ~/.kube/config where KUBECONFIG says nothing", () => {
  const file = write(".kube/config", entries("home"));
  expect(readKubeconfig({ HOME: folder, KUBECONFIG: "" }).map((each) => each.path)).toEqual([file]);
  expect(readKubeconfig({ HOME: at("nobody") })).toEqual([]);
});

test("readKubeconfig() keeps what looks like a number as it was written", () => {
  const file = write(
    "numbers",
    "users: [{ name: 0123, user: { token: 1e3, username: 0x1F } }]\nclusters: null\n",
  );
  expect(readKubeconfig({ KUBECONFIG: file })[0]?.content).toEqual({
    users: [{ name: "0123", user: { token: "1e3", username: "0x1F" } }],
    clusters: null,
  });
});

test("readKubeconfig() hands extensions on as they are", () => {
  const file = write(
    "extensions",
    "clusters: [{ cluster: { extensions: [{ extension: { port: 8080 } }] } }]\n",
  );
  expect(readKubeconfig({ KUBECONFIG: file })[0]?.content).toEqual({
    clusters: [{ cluster: { extensions: [{ extension: { port: 8080 } }] } }],
  });
});

test.each([
  [
    "no YAML",
    (name: string) => write(name, "users:\n  - {token: hidden\n"),
    /got [A-Z_]+ in line \d\n  → correct it/,
  ],
  [
    "a folder",
    (name: string) => {
      write(`${name}/file`, "");
      return at(name);
    },
    /got EISDIR\n  → correct it, or set KUBECONFIG to another$/,
  ],
])("readKubeconfig() refuses %s by the file's name, quoting nothing", (name, make, words) => {
  const file = make(`bad-${name.length}`);
  const read = (): unknown => readKubeconfig({ KUBECONFIG: file });
  expect(read).toThrow(words);
  expect(read).toThrow(`Cannot read kubeconfig "${file}": it must be a readable file in YAML`);
  expect(read).not.toThrow(/hidden/);
});
