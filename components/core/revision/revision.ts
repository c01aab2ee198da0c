/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [name: string]: Json };

/** A ConfigMap or Secret that the pod template refers to, with the name that the checkout gives it. */
export interface ConfigurationObject {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  /** Texts by key; of a Secret the values as they are, not in base64. */
  readonly data: Readonly<Record<string, string>>;
  /** Bytes by key, base64. */
  readonly binaryData?: Readonly<Record<string, string>>;
  /** `type` of a Secret. @default Opaque */
  readonly type?: string;
}

/** One version of everything that runs in a track, as a checkout says it. */
export interface Revision {
  /**
   * `spec.template` of the Deployment, with everything that Sluice adds (drain, grace period), without the labels
   * `sluice.dev/track` and `sluice.dev/revision`, which each track gets. The image of `container` has a digest.
   */
  readonly template: JsonObject;
  /** Name of the app's container in `template`: the one that `release.image` sets. */
  readonly container: string;
  /** Objects that `template` refers to and that are released with it. */
  readonly configuration: readonly ConfigurationObject[];
}

/** A configuration object of a stored revision: its content is known by its hash only. */
export interface ConfigurationRef {
  readonly kind: ConfigurationObject["kind"];
  /** Name that the template refers to it by. */
  readonly name: string;
  /** 64 hex digits over its content by key; of a Secret keyed, so that a value cannot be guessed from it. */
  readonly hash: string;
  /** Hash of each key's value, like `hash`. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A revision without the content of its configuration: what is stored and compared. */
export interface HashedRevision {
  readonly template: JsonObject;
  readonly container: string;
  readonly configuration: readonly ConfigurationRef[];
}
