import type { TlsSettings } from "../../components/core/edge/tls-settings";
import { given } from "../../components/core/given";
import { isByPods, routerOf } from "../../components/core/routers/routers";
import type { EnvironmentConfig } from "../schema/schema";
import type { SettingProblem } from "./setting-problem";

type Config = Pick<EnvironmentConfig, "edge" | "traffic" | "app">;

/** The router's way to redirect; undefined where it has none. */
const redirectBy = ({ traffic: { router } }: Config) => routerOf({ traffic: { router } }).redirect;

function toRedirect(config: Config): TlsSettings["redirect"] {
  const redirect = config.edge?.tls?.redirect;
  const own = redirectBy(config);
  if (redirect === undefined || own === undefined) return undefined;
  return {
    status: redirect.status ?? own.statuses[0],
    listener: redirect.listener ?? own.by?.usual ?? "",
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

function* findRedirectProblems(config: Config): Generator<SettingProblem> {
  const { edge, traffic } = config;
  const redirect = toRedirect(config);
  const way = redirectBy(config);
  if (redirect === undefined || way === undefined) return;
  const { statuses, by } = way;
  const at = ["edge", "tls", "redirect"];
  if (!statuses.includes(redirect.status))
    yield {
      path: [...at, "status"],
      message: `be ${statuses.join(" or ")}, by which router "${traffic.router}" redirects`,
      input: redirect.status,
    };
  if (by?.own(traffic).some((one) => one === undefined || one === redirect.listener) === true)
    yield {
      path: [...by.key],
      message: `${by.name} with edge.tls.redirect, apart from "${redirect.listener}"`,
      input: undefined,
    };
  const annotations = Object.keys(traffic.ingress?.annotations ?? {});
  const own = annotations.find((name) => sslRedirect.test(name));
  if (own !== undefined)
    yield {
      path: ["traffic", "ingress", "annotations", own],
      message: "be left out with edge.tls.redirect, which sets it",
      input: traffic.ingress?.annotations[own],
    };
  if (by === undefined && edge?.tls?.redirect?.listener !== undefined)
    yield {
      path: [...at, "listener"],
      message: `be left out with router "${traffic.router}": one object has both protocols`,
      input: redirect.listener,
    };
}

/** Reason why objects of TLS are not Sluice's to make; undefined where they are. */
function whyNone(config: Config): string | undefined {
  const { traffic } = config;
  if (traffic.from !== undefined) return "with traffic.from: who makes the route says it there";
  return redirectBy(config) === undefined
    ? `with router "${traffic.router}": the Gateway's owner sets credentialName and httpsRedirect there`
    : undefined;
}

/** Settings of TLS that do not go together with the others. */
export function findTlsProblems(config: Config): readonly SettingProblem[] {
  const { edge, traffic } = config;
  const tls = edge?.tls;
  if (tls === undefined) return [];
  if (isByPods(traffic.router))
    return [
      {
        path: ["edge", "tls"],
        message: `be left out: router "${traffic.router}" is a Service, whose requests have no TLS of a router`,
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
