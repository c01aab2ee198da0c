/** Names of the example app's builds. */
export const VARIANTS = ["v1", "v2", "v3", "v4", "v5", "v6"] as const;

/** One build of the example app. */
export type Variant = (typeof VARIANTS)[number];

/** Build of the example app, besides its name. */
export interface VariantSpec {
  /** Behaviour, for people. */
  readonly description: string;
  /** Values set at link time, by variable name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Every build of the example app: one source with values set at link time, so that the image itself is good or bad. */
export const VARIANT_SPECS: Readonly<Record<Variant, VariantSpec>> = {
  v1: { description: "the first release", variables: { accent: "#1d4ed8", schemaVersion: "1" } },
  v2: {
    description: "a good release, expands the database",
    variables: { accent: "#047857", schemaVersion: "2" },
  },
  v3: {
    description: "starts well, fails half of all requests after the first 40 of each pod",
    variables: { accent: "#b91c1c", schemaVersion: "2", bakedErrorRatio: "0.5", bakedErrorsAfter: "40" },
  },
  v4: { description: "its migration fails", variables: { accent: "#7c3aed", schemaVersion: "3" } },
  v5: {
    description: "never becomes ready",
    variables: { accent: "#b45309", schemaVersion: "2", neverReady: "true" },
  },
  v6: {
    description: "ends with an error at start",
    variables: { accent: "#be185d", schemaVersion: "2", crashAtStart: "true" },
  },
};
