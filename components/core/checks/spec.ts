import type { Track } from "../track";

/** Place where checks are asked: before a release, before traffic, after a promotion, after an abort or rollback. */
export const checkUses = ["preflight", "gate", "promoted", "aborted"] as const;

/** Places of a check that names none; a preflight asks what the gate does. */
export const usualUses = ["gate", "promoted", "aborted"] as const satisfies readonly CheckUse[];

/** One of {@link checkUses}. */
export type CheckUse = (typeof checkUses)[number];

/** Result that a check has, or is to have. */
export type CheckResult = "passes" | "fails";

/** Expectation of an answer. */
export interface Expectation {
  /** Status codes that are accepted. */
  readonly status: readonly number[];
  /** Regular expressions by name of the header in lower case. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Text that the body has. */
  readonly contains?: string | undefined;
  /** Regular expression that the body does not match. */
  readonly lacks?: string | undefined;
  /** Values by path in a JSON body, such as `data.items[0].id` or `keys[*].kid`. @default none */
  readonly json?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /** Longest time until the whole answer, milliseconds. */
  readonly withinMs?: number | undefined;
  /** Whether the server's certificate must be valid. @default false */
  readonly tls?: boolean | undefined;
  /** Longest time for which the answer may be kept, by `Cache-Control: max-age`, seconds. */
  readonly maxAgeSeconds?: number | undefined;
}

/** One request of a check, with what its answer must be. */
export interface CheckRequest {
  /** Path on the track, by its probe rule; or the whole address where it begins with http. */
  readonly url: string;
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further headers, by name of the environment variable or file with their value. */
  readonly headersFrom?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly expect: Expectation;
}

/** Question of a check, by its kind. */
export type Question =
  | {
      readonly kind: "requests";
      readonly requests: readonly CheckRequest[];
      /** Result that stable has before traffic: `fails` is the proof of a repair. @default - stable is not asked */
      readonly stable?: CheckResult | undefined;
    }
  | { readonly kind: "webhook"; readonly url: string; readonly secretFrom?: string | undefined }
  | {
      readonly kind: "promql";
      readonly query: string;
      readonly max?: number | undefined;
      readonly min?: number | undefined;
    }
  | {
      readonly kind: "statement";
      readonly text: string;
      readonly owner: string;
      /** Person who signed it off; absent: nobody. */
      readonly signedBy?: string | undefined;
      /** End of its validity, seconds since the epoch. */
      readonly expiresSeconds: number;
    }
  | ObjectQuestion
  | {
      readonly kind: "policy";
      /** Policies whose results count. @default all */
      readonly policies?: readonly string[] | undefined;
    }
  | JobQuestion
  | {
      readonly kind: "burst";
      /** Path on the public host, or the whole address where it begins with http. */
      readonly url: string;
      /** Requests of one burst, 2 to 1000. */
      readonly requests: number;
    }
  | {
      readonly kind: "health";
      /** Service of gRPC that is asked for. @default - the server as a whole */
      readonly service?: string | undefined;
    }
  | {
      readonly kind: "logs";
      /** Path on the track, by its probe rule. */
      readonly path: string;
      /** Header by which the app's log names a request. */
      readonly trace: string;
    };

/** Question to an object of the cluster; exactly one of the last three is set. */
export interface ObjectQuestion {
  readonly kind: "object";
  readonly apiVersion: string;
  /** Kind of the object, such as `CronJob`. */
  readonly of: string;
  readonly name: string;
  /** @default - the app's */
  readonly namespace?: string | undefined;
  /** Path of the value, such as `status.conditions[type=Ready].status`. */
  readonly path: string;
  readonly is?: string | number | boolean | undefined;
  /** The value is a time that is at most so long ago, seconds. */
  readonly newerThanSeconds?: number | undefined;
  /** The value is a time that is at least so far ahead, seconds. */
  readonly lastsSeconds?: number | undefined;
}

/** Question that a Job in the cluster answers by its exit code. */
export interface JobQuestion {
  readonly kind: "job";
  /** With digest. */
  readonly image: string;
  /** @default - the image's own */
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  /** Variables beside Sluice's own, without secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** Longest time until its end, seconds. */
  readonly deadlineSeconds: number;
}

/** A check of the configuration. */
export interface CheckSpec {
  readonly name: string;
  readonly uses: readonly CheckUse[];
  /** Longest time of each request, milliseconds. */
  readonly timeoutMs: number;
  /** Item of the preflight that it answers. @default none */
  readonly item?: string;
  readonly question: Question;
}

/** Answer to a check; `unknown` where nobody can tell. */
export interface CheckOutcome {
  readonly result: CheckResult | "unknown";
  /** Finding, completes "got …". */
  readonly text: string;
}

/** A check that is to be asked now, of one track or of none. */
export interface PlannedCheck {
  readonly spec: CheckSpec;
  readonly track?: Track;
  readonly expected: CheckResult;
}

/** An asked check. */
export interface CheckFact {
  readonly name: string;
  /** Item of the preflight that it answers. @default none */
  readonly item?: string;
  readonly track?: Track;
  readonly isFine: boolean;
  /** Nobody can tell: no answer, or one without the router's proof of the track. @default false */
  readonly isUnknown?: true;
  /** Fault where it is not fine: rule and value. */
  readonly text: string;
}
