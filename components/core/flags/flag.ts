/** Value that the code gets: all variants of a flag have one type. */
export type FlagValue = boolean | string | number;

/** A condition on one attribute of the evaluation's context; a context without the attribute never fits. */
export type FlagRule = { readonly attribute: string } & (
  | { readonly equals: FlagValue }
  | { readonly in: readonly (string | number)[] }
  | { readonly startsWith: string }
  | { readonly endsWith: string }
  /** Comparison and version, for example `>=2.1.0`. */
  | { readonly semver: string }
);

/** Part of a flag that users meet, and the people behind it. */
export interface FlagDefinition {
  /** Values by the names of the variants: exactly two. */
  readonly variants: Readonly<Record<string, FlagValue>>;
  /** Name of the variant that is new. */
  readonly on: string;
  /** Name of the variant of before: everybody's where nothing else applies. */
  readonly off: string;
  /** Targeting keys that always get `on`, unless the flag is switched off. */
  readonly allow: readonly string[];
  /** Conditions, all of them, on who is drawn from; none: everybody. */
  readonly targeting: readonly FlagRule[];
  readonly owner: string;
  /** Last day of the flag, `2027-03-01`: its code is to be gone by then. */
  readonly expires: string;
}

/** A percentage of the users that targeting leaves, with its soak. */
export interface FlagStep {
  /** Above 0 to 100, at most two decimals. */
  readonly percent: number;
  /** Least time with fresh data before the next step, seconds. */
  readonly soakSeconds: number;
  /** Earliest moment, ISO 8601 with zone. @default - as soon as the step before has passed */
  readonly from?: string;
  /** Least time since the step before was reached (of the first one: since the flag is known), seconds. @default 0 */
  readonly afterSeconds?: number;
  /** Time after which undecided evidence means hold, seconds. @default - by the predicted time */
  readonly deadlineSeconds?: number;
}

/** A flag as configured. */
export interface FlagSpec {
  /** Key of the flag in the code. */
  readonly name: string;
  readonly definition: FlagDefinition;
  /** Ascending, the last one 100. */
  readonly steps: readonly FlagStep[];
}

/** Counter of requests per variant. */
export interface FlagMetrics {
  /** Selector of the counter, with `{{namespace}}` and `{{app}}`. */
  readonly requests: string;
  /** Label with the flag's name. */
  readonly keyLabel: string;
  /** Label with the variant. */
  readonly variantLabel: string;
  /** Label with the status of the answer. */
  readonly statusLabel: string;
}

/** Pods of flagd, as everything that asks them needs to know them. */
export interface FlagdPlace {
  /** Labels of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Port of OFREP. */
  readonly port: number;
}

/** `sluice:flags` as the rest of the program gets it. */
export interface FlagsSettings {
  readonly list: readonly FlagSpec[];
  readonly metrics: FlagMetrics;
  /** Absent where nobody said who serves the flags. */
  readonly flagd?: FlagdPlace;
  /** Image and copies of the flagd that Sluice declares. @default - the user runs it */
  readonly declared?: { readonly image: string; readonly replicas: number };
}
