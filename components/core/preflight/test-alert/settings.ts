/** Address that shows a receiver's messages. */
export interface Confirmation {
  /** http(s) URL; `{id}` in it stands for the test alert's id. */
  readonly url: string;
  /** Environment variable, or file where it is a path, with a bearer token. @default - none is sent */
  readonly tokenFrom?: string | undefined;
}

/** `sluice:preflight.testAlert`: a test alert that every preflight sends. */
export interface TestAlertSettings {
  /** `service://NAMESPACE/SERVICE:PORT` or `pod://NAMESPACE/POD:PORT` through the API server, or an http(s) URL. */
  readonly alertmanager: string;
  /** Environment variable, or file where it is a path, with a bearer token, for a URL. @default - none is sent */
  readonly tokenFrom?: string | undefined;
  /** Alertmanager's receivers that may get it; it is not sent where another one would. */
  readonly receivers: readonly string[];
  /** Labels besides its own. @default none */
  readonly labels: Readonly<Record<string, string>>;
  /** Places where its arrival is read. @default - Alertmanager's own counters */
  readonly confirm: readonly Confirmation[];
  /** Longest time until it has arrived, seconds. */
  readonly within: number;
}

/**
 * Result of a test alert.
 * - `away`: Alertmanager gives no answer that can be used
 * - `astray`: it would go to other receivers, or to none; nothing was sent
 * - `suppressed`: it is silenced or inhibited
 * - `failed`: a receiver refused it
 * - `late`: it did not arrive in time
 * - `uncounted`: nobody can read whether it arrived
 */
export type TestAlertFact =
  | { readonly kind: "away" | "suppressed" | "failed" | "late" | "uncounted"; readonly text: string }
  | { readonly kind: "astray"; readonly receivers: readonly string[]; readonly allowed: readonly string[] }
  | { readonly kind: "arrived"; readonly text: string; readonly seconds: number };
