import type { HeaderChange } from "./header-reader";
import { byName, byPattern, readSharing } from "./sharing";
import { listOf, partOf, textOf } from "./shape";
import type { Part } from "./shape";

type Option = readonly [key: string, name: string, value: (given: string) => string];

/** Options of Traefik's `headers` middleware that set one header each. */
const options: readonly Option[] = [
  ["frameDeny", "x-frame-options", () => "DENY"],
  ["customFrameOptionsValue", "x-frame-options", (given) => given],
  ["contentTypeNosniff", "x-content-type-options", () => "nosniff"],
  ["browserXssFilter", "x-xss-protection", () => "1; mode=block"],
  ["customBrowserXSSValue", "x-xss-protection", (given) => given],
  ["contentSecurityPolicy", "content-security-policy", (given) => given],
  ["contentSecurityPolicyReportOnly", "content-security-policy-report-only", (given) => given],
  ["referrerPolicy", "referrer-policy", (given) => given],
  ["permissionsPolicy", "permissions-policy", (given) => given],
];

function hstsOf(headers: Part): string | undefined {
  const seconds = textOf(headers["stsSeconds"]);
  if (seconds === "" || seconds === "0") return undefined;
  const more = [
    headers["stsIncludeSubdomains"] === true ? "; includeSubDomains" : "",
    headers["stsPreload"] === true ? "; preload" : "",
  ];
  return `max-age=${seconds}${more.join("")}`;
}

/**
 * Changes of a Traefik Middleware to response headers; an empty value in `customResponseHeaders` removes one.
 * @see https://doc.traefik.io/traefik/middlewares/http/headers/
 */
export function readMiddleware(spec: unknown, path: string): HeaderChange[] {
  const headers = partOf(partOf(spec)["headers"]);
  const at = (key: string): string => `${path}.spec.headers.${key}`;
  const hsts = hstsOf(headers);
  const named = options.flatMap(([key, name, value]): HeaderChange[] => {
    const given = textOf(headers[key]);
    return given === "" || given === "false" ? [] : [{ op: "set", name, value: value(given), path: at(key) }];
  });
  const custom = Object.entries(partOf(headers["customResponseHeaders"])).map(
    ([name, given]): HeaderChange => {
      const value = textOf(given);
      const where = at(`customResponseHeaders.${name}`);
      return { op: value === "" ? "remove" : "set", name: name.toLowerCase(), value, path: where };
    },
  );
  const sts: HeaderChange[] =
    hsts === undefined
      ? []
      : [{ op: "set", name: "strict-transport-security", value: hsts, path: at("stsSeconds") }];
  return [...sts, ...named, ...readOrigins(headers, at), ...custom];
}

/** Origins that may read answers; with credentials Traefik answers each with its own name, for `*` too. */
function readOrigins(headers: Part, at: (key: string) => string): HeaderChange[] {
  const list = (key: string, read: (one: unknown) => string) =>
    listOf(headers[key]).map((one) => ({ value: read(one), path: at(key) }));
  return readSharing(
    [
      ...list("accessControlAllowOriginList", byName),
      ...list("accessControlAllowOriginListRegex", (one) => byPattern(one, false)),
    ],
    {
      allowed: headers["accessControlAllowCredentials"] === true,
      path: at("accessControlAllowCredentials"),
    },
  );
}
