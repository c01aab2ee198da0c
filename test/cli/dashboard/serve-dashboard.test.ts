import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { readPlace } from "../../../cli/dashboard/serve-dashboard";
import { runSluice } from "../commands/run-sluice";

test("readPlace() is this machine alone unless told, and a free port", () => {
  expect(readPlace({})).toEqual({ listen: "127.0.0.1", port: 0 });
  expect(readPlace({ listen: "10.0.0.7", port: "7000" })).toEqual({ listen: "10.0.0.7", port: 7000 });
});

test.each([
  [{ listen: "0.0.0.0" }, "--listen must be one IP address of this machine: got 0.0.0.0"],
  [{ listen: "::" }, "--listen must be one IP address of this machine: got ::"],
  [{ listen: "example.org" }, "--listen must be one IP address of this machine: got example.org"],
  [{ port: "x" }, "--port must be a whole number from 0 to 65535: got x"],
  [{ port: "65536" }, "--port must be a whole number from 0 to 65535: got 65536"],
])("readPlace(%o) refuses", (place, text) => {
  expect(() => readPlace(place)).toThrow(text);
});

test("the command without an environment is refused", async () => {
  const { code, stderr } = await runSluice("dashboard");
  expect([code, stderr]).toEqual([2, expect.stringContaining("ENV must be given, or --all: got neither")]);
});

/** The command over pages of the test, in a process of its own. */
function serve(place: string) {
  const script = `const { serveDashboard } = require("./cli/dashboard/serve-dashboard");
const { runCommand } = require("./cli/run-command");
const page = { everyMs: 50, open: async () => async () => ({ title: "t", told: "", sections: {} }) };
void runCommand("serve", { json: true }, async (terminal) => await serveDashboard(new Map([["/", page]]), ${place}, terminal));`;
  const root = path.resolve(__dirname, "../../..");
  return spawn(process.execPath, ["-r", "./register.js", "-e", script], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("it says where it is, ends with Ctrl-C at once although a page is open, and refuses a port that is taken", async () => {
  const child = serve("{}");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  const { origin, hash, port } = new URL(url);
  const entered = await fetch(`${origin}/session`, {
    method: "POST",
    headers: { origin },
    body: hash.replace("#token=", ""),
  });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const events = await fetch(`${origin}/events?page=%2F`, { headers: { cookie } });
  expect(events.status).toBe(200);
  const second = serve(`{ port: "${port}" }`);
  let text = "";
  second.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  expect(await once(second, "close")).toEqual([2, null]);
  expect(text).toContain(`it must be able to listen on 127.0.0.1, port ${port}: got EADDRINUSE`);
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([0, null]);
  await events.body?.cancel().catch(() => undefined);
});
