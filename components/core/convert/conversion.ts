import type { Problem } from "../problem";
import type { Json, JsonObject } from "../revision/revision";
import type { Row } from "./report";

/** A value that no input can tell. */
export interface Gap {
  /** Key of the environment's file, or the path of a file that is missing. */
  readonly key: string;
  /** Value that belongs there, for people. */
  readonly what: string;
  /** Command that gets it. */
  readonly command?: string;
  /** Value that stands there already and is only to be checked; absent where the file is refused without it. */
  readonly taken?: string;
}

/** A file of the result beside the environment's: one object. */
export interface ObjectFile {
  /** Relative to the folder of the project. */
  readonly path: string;
  readonly object: JsonObject;
}

/** Keys of an environment's file without `sluice:`; a missing value stands as an empty text. */
export type Settings = { readonly [key: string]: Json };

/** Result of a conversion. */
export interface Conversion {
  readonly app: string;
  readonly settings: Settings;
  readonly files: readonly ObjectFile[];
  readonly rows: readonly Row[];
  readonly gaps: readonly Gap[];
}

/** Result of a conversion, or everything that keeps from it. */
export type Converted = { readonly conversion: Conversion } | { readonly problems: readonly Problem[] };
