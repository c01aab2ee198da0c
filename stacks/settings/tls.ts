import type { TlsSettings } from "../../components/core/edge/tls-settings";
import { given } from "../../components/core/given";
import type { EnvironmentConfig } from "../schema/schema";
import type { SettingProblem } from "./setting-problem";

type Config = Pick<EnvironmentConfig, "edge" | "traffic" | "app">;

/** Statuses by which each router redirects, the usual one first, and its usual place of requests by http. */
const redirects: Readonly<
  Record<string, { readonly statuses: readonly number[]; readonly listener: string }>
> = {
  gateway: { statuses: [301, 302, 303, 307, 308], listener: "http" },
  nginx: { statuses: [308], listener: "" },
  traefik: { statuses: [301], listener: "web" },
};

function toRedirect({ edge, traffic }: Config): TlsSettings["redirect"] {
  const redirect = edge?.tls?.redirect;
  const own = redirects[traffic.router];
  if (redirect === undefined || own === undefined) return undefined;
  return {
    status: redirect.status ?? (own.statuses[0] as number),
    listener: redirect.listener ?? own.listener,
  };
}

/** Settings of TLS; undefined where the router's owner keeps them. */
export function toTls(config: Config): TlsSettings | undefined {
  const { edge, app } = config;
  if (edge?.tls === undefined) return undefined;
  const { minVersion, issuer, secret } = edge.tls;
  return {
    lowest: minVersion === "TLSv1.3" ? "1.3" : "1.2",
    ...given("secret", secret ?? (issuer === undefined ? undefined : `${app.name}-tls`)),
    ...given("issuer", issuer),
    ...given("redirect", toRedirect(config)),
  };
}

const sslRedirect = /^nginx\.ingress\.kubernetes\.io\/(force-)?ssl-redirect$/;

/** Place of the app's own requests that would be the one that redirects; undefined where they are apart. */
function findSamePlace({ traffic }: Config, listener: string): Omit<SettingProblem, "input"> | undefined {
  const { router, gateways = [traffic.gateway], ingress } = traffic;
  if (router === "gateway" && gateways.some((one) => one.listener === undefined || one.listener === listener))
    return {
      path: ["traffic", "gateway", "listener"],
      message: `name the listener of https with edge.tls.redirect, apart from "${listener}"`,
    };
  const points = ingress?.entryPoints ?? [];
  return router === "traefik" && (points.length === 0 || points.includes(listener))
    ? {
        path: ["traffic", "ingress", "entryPoints"],
        message: `name those of https with edge.tls.redirect, apart from "${listener}"`,
      }
    : undefined;
}

function* findRedirectProblems(config: Config): Generator<SettingProblem> {
  const { edge, traffic } = config;
  const redirect = toRedirect(config);
  if (redirect === undefined) return;
  const { statuses } = redirects[traffic.router] as (typeof redirects)[string];
  const at = ["edge", "tls", "redirect"];
  if (!statuses.includes(redirect.status))
    yield {
      path: [...at, "status"],
      message: `be ${statuses.join(" or ")}, by which router "${traffic.router}" redirects`,
      input: redirect.status,
    };
  const same = findSamePlace(config, redirect.listener);
  if (same !== undefined) yield { ...same, input: undefined };
  const annotations = Object.keys(traffic.ingress?.annotations ?? {});
  const own = annotations.find((name) => sslRedirect.test(name));
  if (own !== undefined)
    yield {
      path: ["traffic", "ingress", "annotations", own],
      message: "be left out with edge.tls.redirect, which sets it",
      input: traffic.ingress?.annotations[own],
    };
  if (traffic.router === "nginx" && edge?.tls?.redirect?.listener !== undefined)
    yield {
      path: [...at, "listener"],
      message: 'be left out with router "nginx": both protocols are the Ingress\'s',
      input: redirect.listener,
    };
}

/** Reason why objects of TLS are not Sluice's to make; undefined where they are. */
function whyNone({ traffic }: Config): string | undefined {
  if (traffic.from !== undefined) return "with traffic.from: who makes the route says it there";
  return redirects[traffic.router] === undefined
    ? `with router "${traffic.router}": the Gateway's owner sets credentialName and httpsRedirect there`
    : undefined;
}

/** Settings of TLS that do not go together with the others. */
export function findTlsProblems(config: Config): readonly SettingProblem[] {
  const { edge, traffic } = config;
  const tls = edge?.tls;
  if (tls === undefined) return [];
  if (traffic.router === "replicas")
    return [
      {
        path: ["edge", "tls"],
        message: 'be left out: router "replicas" is a Service, whose requests have no TLS of a router',
        input: "a mapping",
      },
    ];
  const why = whyNone(config);
  const keys = (["secret", "issuer", "redirect"] as const).filter((key) => tls[key] !== undefined);
  const refused = keys.map((key) => ({
    path: ["edge", "tls", key],
    message: `be left out ${why}`,
    input: typeof tls[key] === "string" ? tls[key] : "a mapping",
  }));
  const { tlsSecret } = traffic.ingress ?? {};
  return [
    ...(traffic.scheme === "https"
      ? []
      : [
          {
            path: ["traffic", "scheme"],
            message: "be https with edge.tls: by http nobody sees the certificate",
            input: traffic.scheme,
          },
        ]),
    ...(why === undefined ? findRedirectProblems(config) : refused),
    ...(tlsSecret === undefined || (tls.secret === undefined && tls.issuer === undefined)
      ? []
      : [
          {
            path: ["traffic", "ingress", "tlsSecret"],
            message: "be left out with the Secret of edge.tls",
            input: tlsSecret,
          },
        ]),
  ];
}
