"use strict";
/**
 * Writes the firewall's image into a file, an archive of an OCI layout, and prints its digest:
 * `node setup.js node sandbox/images/write-waf.js FILE`.
 */
require("../../register.js");
const { writeWaf } = require("./waf-archive.ts");

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Usage: node setup.js node sandbox/images/write-waf.js FILE");
  process.exitCode = 2;
} else
  writeWaf(file, { onProgress: (line) => console.error(line) }).then(
    (digest) => console.log(digest),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
