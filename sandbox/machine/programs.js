"use strict";
const fs = require("node:fs");
const path = require("node:path");

/** Programs of a small Debian that the sandbox calls, with the package to install where one is missing. */
const systemPrograms = {
  ip: "iproute2",
  nsenter: "util-linux",
  unshare: "util-linux",
  mount: "mount",
  openssl: "openssl",
  "/etc/ssl/certs/ca-certificates.crt": "ca-certificates",
};

/** Whether a program is on PATH or where system programs stand, or a file is there. */
const isThere = (program, env = process.env) =>
  path.isAbsolute(program)
    ? fs.existsSync(program)
    : [...(env.PATH || "").split(path.delimiter), "/usr/sbin", "/sbin"].some(
        (folder) => folder !== "" && fs.existsSync(path.join(folder, program)),
      );

/**
 * The system programs that are missing, and the packages that have them.
 * @param more - further programs, with the package of each
 */
function findMissingPrograms(env = process.env, more = {}) {
  const wanted = { ...systemPrograms, ...more };
  const missing = Object.keys(wanted).filter((program) => !isThere(program, env));
  return { missing, packages: [...new Set(missing.map((program) => wanted[program]))] };
}

module.exports = { findMissingPrograms, isThere };
