"use strict";
// Writes a pinned image into sluice:release.image of an environment file: node ci/set-release-image.js FILE IMAGE
require("../register.js");
const { writeImage } = require("../cli/rollout/set-image.ts");
const { imageDigest } = require("../components/core/workload/image.ts");

async function main([file, image]) {
  if (file === undefined || image === undefined || imageDigest(image) === undefined) {
    throw new Error(
      `Cannot set the image: arguments must be a file and an image with digest: got "${file}" "${image}"`,
    );
  }
  const changed = await writeImage(file, image);
  process.stdout.write(changed ? `${file}: ${image}\n` : `${file} has it already\n`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
