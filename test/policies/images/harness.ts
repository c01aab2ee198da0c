import type { Finding } from "../../../policies/pack/policy";
import { checkImages } from "../../../policies/images/check-images";
import {
  createImageChecker,
  type CheckerOptions,
  type ImageChecker,
} from "../../../policies/images/rules/image-checker";
import { imagesSchema, type ImagesConfig } from "../../../policies/images/rules/schema";
import type { z } from "zod";

/** A configuration as people write it. */
export type WrittenConfig = z.input<typeof imagesSchema>;

/** The time that the tests judge at, unless they say otherwise. */
export const now = new Date();

/** No Docker configuration of the machine is read. */
const options: CheckerOptions = { env: { DOCKER_CONFIG: "/nonexistent" } };

/** A configuration with one policy for every image. */
export function onePolicy(
  policy: Omit<NonNullable<WrittenConfig["policies"]>[number], "name" | "images">,
  rest: WrittenConfig = {},
): ImagesConfig {
  const images = [{ glob: "**" }];
  return imagesSchema.parse({ ...rest, policies: [{ name: "ours", images, ...policy }] });
}

/** A checker that reads none of the machine's settings; trusted roots are given by name. */
export function checkerFor(config: ImagesConfig, files: Readonly<Record<string, string>> = {}): ImageChecker {
  return createImageChecker(config, {
    ...options,
    readFile: (file) => {
      const text = files[file];
      if (text === undefined) throw new Error(`ENOENT: no such file, open '${file}'`);
      return text;
    },
  });
}

/** A pod with one container, as the engine shows it. */
export const podOf = (image: unknown): { type: string; raw: Readonly<Record<string, unknown>> } => ({
  type: "kubernetes:core/v1:Pod",
  raw: { spec: { containers: [{ name: "app", image }] } },
});

/** Findings on one image. */
export async function findingsOf(
  image: string,
  config: ImagesConfig,
  files: Readonly<Record<string, string>> = {},
  at = now,
): Promise<readonly Finding[]> {
  return checkImages(podOf(image), config, { now: at }, checkerFor(config, files));
}
