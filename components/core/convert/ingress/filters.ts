import { formatDuration } from "../../duration";
import { asObject, asText, at, showJson } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";
import { exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";
import { findObject } from "../input";
import type { InputObject } from "../input";
import { readGoDuration } from "../read-duration";
import { isTrue } from "../../routers/nginx/annotations";
import { annotation, prefix } from "./annotations";
import { toRedirect } from "./redirect";

/** Parts of a route's rules that annotations make. */
export interface Filters {
  readonly filters: readonly JsonObject[];
  readonly timeouts: JsonObject;
  readonly fates: readonly Fate[];
}

interface One {
  readonly filter?: JsonObject;
  readonly timeouts?: JsonObject;
  readonly fates: readonly Fate[];
}

type Mapping = (
  value: string,
  name: string,
  inputs: readonly InputObject[],
  all: ReadonlyMap<string, string>,
) => One;

const words = (value: string): readonly string[] =>
  value
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

const rewrite: Mapping = (value, name) => {
  const at_ = annotation(name);
  if (value === "") return { fates: [unused(at_, "an empty target rewrites nothing")] };
  if (/^\/\$[12]$/.test(value)) {
    const urlRewrite = { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } };
    return {
      filter: { type: "URLRewrite", urlRewrite },
      fates: [near(at_, "URLRewrite: the prefix of the path is taken away")],
    };
  }
  if (value.includes("$"))
    return {
      fates: [lost(at_, "a rewrite by groups of an expression", "let the app take the paths as they come")],
    };
  const urlRewrite = { path: { type: "ReplaceFullPath", replaceFullPath: value } };
  return {
    filter: { type: "URLRewrite", urlRewrite },
    fates: [exact(at_, `URLRewrite: every path becomes ${value}`)],
  };
};

const cors: Mapping = (value, name, _inputs, all) => {
  if (!isTrue(value)) return { fates: [exact(annotation(name), "no CORS")] };
  const list = (key: string, usual: string): readonly string[] => words(all.get(`cors-${key}`) ?? usual);
  const seconds = readGoDuration(all.get("cors-max-age") ?? "1728000");
  const filter: JsonObject = {
    type: "CORS",
    cors: {
      allowOrigins: list("allow-origin", "*"),
      allowMethods: list("allow-methods", "GET,PUT,POST,DELETE,PATCH,OPTIONS"),
      allowHeaders: list(
        "allow-headers",
        "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization",
      ),
      exposeHeaders: list("expose-headers", ""),
      allowCredentials: isTrue(all.get("cors-allow-credentials") ?? "true"),
      maxAge: Math.round(seconds ?? 1_728_000),
    },
  };
  const now = "filter CORS: the Gateway has to know it (Gateway API 1.5, or the experimental channel)";
  return { filter, fates: [near(annotation(name), now), near(annotation("cors-*"), now)] };
};

const timeout: Mapping = (value, name) => {
  const seconds = readGoDuration(value);
  if (seconds === undefined || seconds < 1)
    return { fates: [lost(annotation(name), "no time that can be read")] };
  return {
    timeouts: { backendRequest: formatDuration(seconds) },
    fates: [
      near(
        annotation(name),
        `timeouts.backendRequest: ${formatDuration(seconds)}, of the whole answer, not between two parts of it`,
      ),
    ],
  };
};

const headers: Mapping = (value, name, inputs) => {
  const at_ = annotation(name);
  const config = findObject(inputs, ["ConfigMap"], value.split("/").at(-1) as string);
  if (config === undefined)
    return { fates: [lost(at_, `ConfigMap ${value} is not in the input`, "name its file, too")] };
  const set = Object.entries(Object(at(config.object, "data")) as Readonly<Record<string, Json>>).map(
    ([key, text]): JsonObject => ({ name: key, value: asText(text) ?? "" }),
  );
  return {
    filter: { type: "ResponseHeaderModifier", responseHeaderModifier: { set } },
    fates: [exact(at_, "ResponseHeaderModifier")],
  };
};

const protocol: Mapping = (written, name) => {
  const at_ = annotation(name);
  const value = written.trim().toUpperCase();
  if (value === "HTTP" || value === "AUTO_HTTP") return { fates: [exact(at_, "HTTP")] };
  if (value === "HTTPS")
    return {
      fates: [
        lost(
          at_,
          "no TLS to the pods",
          "write a BackendTLSPolicy for the app's Service: base copies it for the canary",
        ),
      ],
    };
  return {
    fates: [
      lost(
        at_,
        `an HTTPRoute carries no ${value}`,
        "a route of the user's own with appProtocol on the Service",
      ),
    ],
  };
};

/** Annotations that become a part of the route's rules. */
const mappings: Readonly<Record<string, Mapping>> = {
  "rewrite-target": rewrite,
  "permanent-redirect": (value, _name, _inputs, all) => toRedirect("permanent-redirect", value, all),
  "temporal-redirect": (value, _name, _inputs, all) => toRedirect("temporal-redirect", value, all),
  "enable-cors": cors,
  "proxy-read-timeout": timeout,
  "proxy-send-timeout": (value, name) => ({
    fates: [
      near(annotation(name), `the same as proxy-read-timeout here: ${value}s has no setting of its own`),
    ],
  }),
  "upstream-vhost": (value, name) => ({
    filter: { type: "URLRewrite", urlRewrite: { hostname: value } },
    fates: [exact(annotation(name), `URLRewrite: host ${value}`)],
  }),
  "x-forwarded-prefix": (value, name, _inputs, all) =>
    (all.get("rewrite-target") ?? "") === ""
      ? { fates: [unused(annotation(name), "set only beside rewrite-target")] }
      : {
          filter: {
            type: "RequestHeaderModifier",
            requestHeaderModifier: { set: [{ name: "X-Forwarded-Prefix", value }] },
          },
          fates: [exact(annotation(name), "RequestHeaderModifier")],
        },
  "custom-headers": headers,
  "backend-protocol": protocol,
};

/** Two rewrites are one filter: a rule has each kind once. */
function mergeFilters(filters: readonly JsonObject[]): readonly JsonObject[] {
  const rewrites = filters.filter(({ type }) => type === "URLRewrite");
  if (rewrites.length < 2) return filters;
  const urlRewrite: JsonObject = Object.assign(
    {},
    ...rewrites.map((one) => asObject(one["urlRewrite"])),
  ) as JsonObject;
  return [...filters.filter(({ type }) => type !== "URLRewrite"), { type: "URLRewrite", urlRewrite }];
}

/** Filters and time limits of the annotations of an Ingress. */
export function toFilters(ingress: JsonObject, inputs: readonly InputObject[]): Filters {
  const annotations = Object.entries(
    Object(at(ingress, "metadata", "annotations")) as Readonly<Record<string, Json>>,
  );
  const all = new Map(
    annotations
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), showJson(value)] as const),
  );
  const read = [...all].flatMap(([name, value]) => {
    const one = mappings[name]?.(value, name, inputs, all);
    return one === undefined ? [] : [{ name, one }];
  });
  // A rule of a route rewrites or redirects; a redirect of ingress-nginx answers before it rewrites.
  const isRedirected = read.some(({ one }) => one.filter?.["type"] === "RequestRedirect");
  const mapped = read.map(({ name, one }): One =>
    isRedirected && one.filter?.["type"] === "URLRewrite"
      ? { fates: [unused(annotation(name), "the redirect answers before it")] }
      : one,
  );
  return {
    filters: mergeFilters(mapped.flatMap(({ filter }) => (filter === undefined ? [] : [filter]))),
    timeouts: Object.assign({}, ...mapped.map(({ timeouts }) => timeouts)) as JsonObject,
    fates: mapped.flatMap(({ fates }) => fates),
  };
}
