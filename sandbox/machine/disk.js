"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const gib = 2 ** 30;
/** Most bytes that compiling all tools was ever seen to write; with less left out of them, so an upper bound. */
const mostCompiled = 14 * gib;

const base = (env, variable, fallback) => env[variable] || path.join(env.HOME || os.homedir(), fallback);

/** Folder of the cached tools. */
const findToolCache = (env) => path.join(base(env, "XDG_CACHE_HOME", ".cache"), "sluice", "tools");

const list = (folder) => {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
};

/** Content of the cache: whether the tools were ready once, and whether Debian's packages are there. */
function readToolCache(env) {
  const entries = list(findToolCache(env));
  const has = (pattern) => entries.some((entry) => pattern.test(entry));
  return { areReady: has(/^bin-[0-9a-f]{12}$/), hasDebian: has(/^debian-[^.]*$/) };
}

/** Go's version and its folder of modules; undefined where there is no Go. */
function readGo(env) {
  try {
    const text = execFileSync("go", ["env", "-json", "GOVERSION", "GOMODCACHE"], {
      env: { ...env, GOTOOLCHAIN: "local", PATH: `${env.PATH || ""}:/usr/local/go/bin` },
      stdio: ["ignore", "pipe", "ignore"],
      encoding: "utf8",
    });
    const { GOVERSION, GOMODCACHE } = JSON.parse(text);
    return { version: GOVERSION.replace(/^go/, ""), modules: GOMODCACHE };
  } catch {
    return undefined;
  }
}

/** Size of Go's build cache, from one of its 256 equal parts. */
function estimateBuildCache(folder) {
  const part = path.join(folder, "00");
  return (
    256 *
    list(part).reduce(
      (sum, file) => sum + (fs.statSync(path.join(part, file), { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
  );
}

/** The folder itself, or the nearest one above that is there. */
const nearest = (folder) => (fs.existsSync(folder) ? folder : nearest(path.dirname(folder)));

/**
 * Adds up what is going to be written to each file system, beside what it has left.
 * @param go - as `readGo` tells it
 * @param areReady - whether the tools are there, so that none is going to be built
 */
function readDisks(env, go, areReady) {
  const state = path.join(base(env, "XDG_STATE_HOME", ".local/state"), "sluice");
  const cache = findToolCache(env);
  // Where builds of tools keep what they compiled.
  const compiled = env.GOCACHE || path.join(cache, "go-build");
  const hasModules =
    go !== undefined && fs.existsSync(path.join(go.modules, "cache/download/k8s.io/kubernetes"));
  const wanted =
    areReady || go === undefined
      ? [[state, 3 * gib]]
      : [
          [state, 3 * gib],
          [cache, 2 * gib],
          [compiled, Math.max(0, mostCompiled - estimateBuildCache(compiled))],
          [go.modules, hasModules ? 0 : 8 * gib],
        ];
  const disks = new Map();
  for (const [folder, bytes] of wanted) {
    const at = nearest(folder);
    const { dev } = fs.statSync(at);
    const { bavail, bsize } = fs.statfsSync(at);
    const disk = disks.get(dev) ?? { folder: at, free: bavail * bsize, needed: 0 };
    disks.set(dev, { ...disk, needed: disk.needed + bytes });
  }
  return [...disks.values()];
}

module.exports = { gib, readDisks, readGo, readToolCache };
