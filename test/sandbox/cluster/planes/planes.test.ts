import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dataPlanes, findDataPlane } from "../../../../sandbox/cluster/planes/planes";
import { adaptTemplate } from "../../../../sandbox/cluster/planes/nginx/template";
import { toSandboxPaths } from "../../../../sandbox/cluster/config/paths";
import { PORTS } from "../../../../sandbox/cluster/network/addresses";
import { tools } from "../../../../sandbox/tools/versions";

const folder = mkdtempSync(path.join(tmpdir(), "sluice-planes-"));
mkdirSync(path.join(folder, "nginx/template"), { recursive: true });
writeFileSync(path.join(folder, "nginx/template/nginx.tmpl"), "stream {\n}\n");

const context = {
  paths: toSandboxPaths("any"),
  binDir: "/bin",
  program: (name: string) => `/tools/${name}`,
  toolFolder: () => folder,
  kubeconfig: (name: string) => `/config/${name}.kubeconfig`,
  config: (file: string) => `/config/${file}`,
};

test("the first data plane is Traefik's, which needs no tool besides every sandbox's", () => {
  expect([dataPlanes[0].name, dataPlanes[0].tools]).toEqual(["traefik", []]);
});

test.each(dataPlanes)(
  "$name waits for its types and objects, and its tools are made on request alone",
  (plane) => {
    expect(plane.daemons(context).map(({ autostart }) => autostart)).not.toContain(true);
    for (const name of plane.tools) expect(tools.find((tool) => tool.name === name)?.onRequest).toBe(true);
    expect(Object.keys(plane.files(context)).length).toBeGreaterThan(0);
  },
);

test("every port inside a sandbox is of one daemon", () => {
  const ports = Object.values(PORTS);
  expect(new Set(ports).size).toBe(ports.length);
});

test("findDataPlane() refuses a name that is none", () => {
  expect(findDataPlane("envoy").name).toBe("envoy");
  expect(() => findDataPlane("linkerd")).toThrow(
    'Cannot start a sandbox: router must be one of traefik, nginx, envoy, istio: got "linkerd"',
  );
});

test("adaptTemplate() leaves the stream block a port and takes its Lua away", () => {
  const template = "http {\n    stream: $1;\n}\n\nstream {\n    init_by_lua_block {\n    }\n}\n\n# end\n";
  expect(adaptTemplate(template)).toBe(
    'http {\n    stream: $1;\n}\n\nstream {\n    server {\n        listen 127.0.0.1:{{ .StreamPort }};\n        return "";\n    }\n}\n\n# end\n',
  );
  expect(() => adaptTemplate("http {\n}\n")).toThrow("stream blocks must be 1: got 0");
});
