import { resourcePolicy } from "../pack/policy";
import { collectImages, isOpaque } from "./collect-images";
import { imagesSchema } from "./rules/schema";

/** Loaded with the first image: the cryptography costs a tenth of the pack's start. */
const load = (): typeof import("./check-images") =>
  require("./check-images") as typeof import("./check-images");

/** Only images that the configured authorities signed, with the attestations that are demanded. */
export const signedImages = resourcePolicy({
  name: "images-signed",
  title: "Only signed images",
  description:
    "Every image of every workload is signed by a configured authority and carries the attestations that its policy demands.",
  why: "Whoever can push to a registry, or answer in its place, decides what runs unless the cluster runs only what a known signer vouched for.",
  fix: "Sign the image with cosign as one of the authorities, pin it by digest, and attach what is demanded: provenance, a bill of materials, a fresh scan.",
  severity: "critical",
  framework: {
    name: "SLSA",
    version: "1.0",
    reference: "https://slsa.dev/spec/v1.0/verifying-artifacts",
    specification: "Verifying artifacts",
  },
  config: imagesSchema,
  applies: ({ type }) => type.startsWith("kubernetes:"),
  check: (resource, config, context) =>
    isOpaque(resource.type) || collectImages(resource.type, resource.raw, config.customResources).length > 0
      ? load().checkImages(resource, config, context)
      : [],
});
