/** Changes of the headers of the app's answers, on their way to users. */
export interface ResponseHeaders {
  /** Values by name, in place of what the app sends under it. */
  readonly set: Readonly<Record<string, string>>;
  /** Names that no answer keeps. */
  readonly remove: readonly string[];
}

/** Steps of Strict-Transport-Security, each harder to undo than the one before. */
export const hstsSteps = {
  off: undefined,
  minutes: "max-age=300",
  day: "max-age=86400",
  week: "max-age=604800",
  year: "max-age=31536000",
  subdomains: "max-age=63072000; includeSubDomains",
  preload: "max-age=63072000; includeSubDomains; preload",
} as const satisfies Readonly<Record<string, string | undefined>>;

/** Name of a step. */
export type HstsStep = keyof typeof hstsSteps;

/** Names of {@link hstsSteps}. */
export const hstsStepNames = Object.keys(hstsSteps) as [HstsStep, ...HstsStep[]];

/** Permissions-Policy that gives the features that OWASP lists to no page; a page that needs one says so itself. */
export const deniedFeatures = [
  "accelerometer",
  "autoplay",
  "camera",
  "cross-origin-isolated",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "keyboard-map",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-get",
  "screen-wake-lock",
  "sync-xhr",
  "usb",
  "web-share",
  "xr-spatial-tracking",
  "clipboard-read",
  "clipboard-write",
  "gamepad",
  "hid",
  "idle-detection",
  "serial",
  "unload",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** Sharing of answers with one other origin. */
export interface CorsSpec {
  /** For example `https://shop.example.org`, or `*`. */
  readonly origin: string;
  readonly methods: readonly string[];
  /** Headers that requests may have. */
  readonly headers: readonly string[];
  /** Headers of answers that scripts may read. */
  readonly expose: readonly string[];
  readonly credentials: boolean;
  /** Time for which browsers keep the answer of a preflight, seconds. */
  readonly maxAgeSeconds: number;
}

/** Wanted headers, as the configuration has them. */
export interface HeadersSpec {
  readonly hsts: HstsStep;
  readonly csp: {
    /** Policy in force. @default - the app sends its own */
    readonly policy?: string;
    /** Policy that browsers report on only. @default none */
    readonly trial?: string;
    /** Path that browsers report violations to. @default none */
    readonly reportTo?: string;
  };
  /** @default - answers are shared with nobody */
  readonly cors?: CorsSpec;
  /** Further headers, and other values. */
  readonly set: Readonly<Record<string, string>>;
  /** Names that are the app's own business. */
  readonly omit: readonly string[];
  readonly remove: readonly string[];
}

const toPolicy = (policy: string | undefined, reportTo: string | undefined): string | undefined =>
  policy === undefined || reportTo === undefined ? policy : `${policy}; report-uri ${reportTo}`;

const join = (all: readonly string[]): string | undefined => (all.length === 0 ? undefined : all.join(", "));

const toCors = ({ origin, methods, headers, expose, credentials, maxAgeSeconds }: CorsSpec) => ({
  "Access-Control-Allow-Origin": origin,
  "Access-Control-Allow-Methods": join(methods),
  "Access-Control-Allow-Headers": join(headers),
  "Access-Control-Expose-Headers": join(expose),
  "Access-Control-Allow-Credentials": credentials ? "true" : undefined,
  "Access-Control-Max-Age": String(maxAgeSeconds),
});

/**
 * The OWASP set of response headers, with what the configuration says in place of it.
 * @see https://owasp.org/www-project-secure-headers/
 */
export function renderHeaders({ hsts, csp, cors, set, omit, remove }: HeadersSpec): ResponseHeaders {
  const usual: Readonly<Record<string, string | undefined>> = {
    "Strict-Transport-Security": hstsSteps[hsts],
    "Content-Security-Policy": toPolicy(csp.policy, csp.reportTo),
    "Content-Security-Policy-Report-Only": toPolicy(csp.trial, csp.reportTo),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": deniedFeatures,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    ...(cors === undefined ? {} : toCors(cors)),
  };
  const said = Object.keys(set).map((name) => name.toLowerCase());
  const without = new Set([...said, ...omit.map((name) => name.toLowerCase())]);
  const kept = Object.entries(usual).flatMap(([name, value]) =>
    value === undefined || without.has(name.toLowerCase()) ? [] : [[name, value] as const],
  );
  const all = { ...Object.fromEntries(kept), ...set };
  const names = new Set(Object.keys(all).map((name) => name.toLowerCase()));
  return { set: all, remove: remove.filter((name) => !names.has(name.toLowerCase())) };
}
