import { sandboxCacheDir, toSandboxPaths } from "../../../../sandbox/cluster/config/paths";

const NAMES = ["XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME"] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test("keeps a sandbox's state below XDG_STATE_HOME and its sockets in a short folder", () => {
  process.env["XDG_STATE_HOME"] = "/state";
  expect(toSandboxPaths("two")).toEqual({
    name: "two",
    stateDir: "/state/sluice/sandbox/two",
    runDir: "/run/sluice/two",
    logDir: "/state/sluice/sandbox/two/log",
    pkiDir: "/state/sluice/sandbox/two/pki",
    configDir: "/state/sluice/sandbox/two/config",
    cgroup: "sluice-two",
  });
});

test.each(["missing", "empty"])("falls back to the home folder when the XDG variables are %s", (how) => {
  for (const name of ["XDG_STATE_HOME", "XDG_CACHE_HOME"]) {
    if (how === "empty") process.env[name] = "";
    else delete process.env[name];
  }
  process.env["HOME"] = "/home/someone";
  expect(toSandboxPaths("a").stateDir).toBe("/home/someone/.local/state/sluice/sandbox/a");
  expect(sandboxCacheDir()).toBe("/home/someone/.cache/sluice");
});
