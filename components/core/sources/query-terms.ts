/** Counters that a person names: any metric that tells track and status by labels. */
export interface QueryTerms {
  /** Selector of the counter, with `{{namespace}}` and `{{app}}`. */
  readonly requests: string;
  /** Label that tells the track, and regular expressions of its whole value; absent ones are the usual names. */
  readonly track: {
    readonly label: string;
    readonly stable?: string | undefined;
    readonly canary?: string | undefined;
  };
  /** Label with the status. @default - any label that usually has it */
  readonly status?: string | undefined;
  /** Language of the status. @default - whichever it looks like */
  readonly protocol?: "http" | "grpc" | undefined;
  /** Label with the route. @default - any label that usually has it */
  readonly route?: string | undefined;
  readonly countedBy: "backend" | "pod";
  /** Histogram with the labels of the counter. @default - durations are not read */
  readonly durations?:
    | { readonly histogram: string; readonly perSecond: 1 | 1000; readonly boundsSeconds: readonly number[] }
    | undefined;
}
