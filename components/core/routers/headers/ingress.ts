import type { FindObject, HeaderChange, HeaderReader } from "./header-reader";
import { probeHeader } from "../gateway/probe-header";
import { affinity, customHeaders, isTrue, prefix as nginx } from "../nginx/annotations";
import { namedHosts } from "../traefik/match";
import { readMiddleware } from "./middleware";
import { readCookie } from "./router-cookie";
import { byName, readSharing } from "./sharing";
import { partOf, partsOf, textOf } from "./shape";
import type { Part } from "./shape";

const traefik = "traefik.ingress.kubernetes.io/router.middlewares";

/** A ConfigMap of headers, given as `namespace/name`. */
function readConfigMap(reference: string, path: string, find: FindObject): HeaderChange[] {
  const slash = reference.indexOf("/");
  const [namespace, name] = [reference.slice(0, slash), reference.slice(slash + 1)];
  const data = partOf(find("ConfigMap", namespace, name)?.["data"]);
  return Object.entries(data).map(([header, value]) => ({
    op: "set",
    name: header.toLowerCase(),
    value: textOf(value),
    path: `${path}(${reference}).data.${header}`,
  }));
}

/** Traefik's list `<namespace>-<name>@kubernetescrd,…`. */
function readMiddlewares(list: string, namespaces: readonly string[], find: FindObject): HeaderChange[] {
  const ids = list.split(",").map((one) => one.trim().replace(/@kubernetescrd$/, ""));
  return ids.flatMap((id) => {
    // Both parts may have dashes: the namespace is one that is known.
    const namespace = namespaces.find(
      (one) => id.startsWith(`${one}-`) && find("Middleware", one, id.slice(one.length + 1)),
    );
    if (namespace === undefined) return [];
    const name = id.slice(namespace.length + 1);
    const spec = find("Middleware", namespace, name)?.["spec"];
    return readMiddleware(spec, `metadata.annotations["${traefik}"](${name})`);
  });
}

const annotationAt = (annotation: string): string => `metadata.annotations["${annotation}"]`;

/** Origins that `enable-cors` lets read answers: all of them, and with credentials, where nothing else is said. */
function readCors(annotations: Part): HeaderChange[] {
  if (!isTrue(annotations[`${nginx}enable-cors`])) return [];
  const said = textOf(annotations[`${nginx}cors-allow-origin`]);
  const path = annotationAt(`${nginx}${said === "" ? "enable-cors" : "cors-allow-origin"}`);
  const credentials = annotations[`${nginx}cors-allow-credentials`];
  return readSharing(
    (said === "" ? "*" : said).split(",").map((one) => ({ value: byName(one), path })),
    { allowed: credentials === undefined || isTrue(credentials), path },
  );
}

/** The cookie by which an Ingress pins clients; over TLS it is Secure unless that is switched off. */
function readAffinity(annotations: Part): HeaderChange[] {
  if (textOf(annotations[affinity]) !== "cookie") return [];
  const of = (name: string): string => textOf(annotations[`${nginx}session-cookie-${name}`]);
  const secure = annotations[`${nginx}session-cookie-secure`];
  const cookie = {
    name: of("name") || "INGRESSCOOKIE",
    secure: secure === undefined || isTrue(secure),
    httpOnly: true,
    sameSite: of("samesite"),
    path: of("path"),
  };
  return [readCookie(cookie, annotationAt(affinity))];
}

/** The cookies by which the Services of a Traefik route pin clients. */
const readSticky = (services: unknown, path: string): HeaderChange[] =>
  partsOf(services).flatMap(({ sticky }, index) => {
    const { cookie } = partOf(sticky);
    if (cookie === undefined) return [];
    const { name, secure, httpOnly, sameSite, path: below } = partOf(cookie);
    const given = {
      name: textOf(name) || "of Traefik's choice",
      secure: secure === true,
      httpOnly: httpOnly === true,
      path: textOf(below),
      sameSite: textOf(sameSite),
    };
    return [readCookie(given, `${path}.services[${index}].sticky.cookie`)];
  });

const readIngress: HeaderReader["read"] = ({ metadata, spec }, { namespaces, find, addHeaders }) => {
  const annotations = partOf(partOf(metadata)["annotations"]);
  const hosts = partsOf(partOf(spec)["rules"]).map(({ host }) => textOf(host));
  if (textOf(annotations[`${nginx}canary`]) === "true") return { hosts, ways: [] };
  const custom = textOf(annotations[customHeaders]);
  const changes = [
    ...(addHeaders === undefined ? [] : readConfigMap(addHeaders, "add-headers", find)),
    ...readCors(annotations),
    ...readAffinity(annotations),
    ...(custom === "" ? [] : readConfigMap(custom, annotationAt(customHeaders), find)),
    ...readMiddlewares(textOf(annotations[traefik]), namespaces, find),
  ];
  const redirect =
    textOf(annotations[`${nginx}permanent-redirect`]) !== "" ||
    textOf(annotations[`${nginx}temporal-redirect`]) !== "";
  return { hosts, ways: [{ path: "metadata.annotations", redirect, changes }] };
};

const readIngressRoute: HeaderReader["read"] = ({ spec }, { namespace, find }) => {
  const routes = partsOf(partOf(spec)["routes"]);
  const ways = routes.flatMap(({ match, middlewares, services }, at) => {
    // Only Sluice's own probes match such a rule.
    if (textOf(match).includes(`\`${probeHeader}\``)) return [];
    const path = `spec.routes[${at}]`;
    const changes = partsOf(middlewares).flatMap((one, index) => {
      const name = textOf(one["name"]);
      const middleware = find("Middleware", textOf(one["namespace"]) || namespace, name);
      return middleware === undefined
        ? []
        : [readMiddleware(middleware["spec"], `${path}.middlewares[${index}](${name})`)];
    });
    return [
      { path, redirect: false, changes: [...readSticky(services, path), ...changes.toReversed().flat()] },
    ];
  });
  const hosts = routes.flatMap(({ match }) => namedHosts(textOf(match)));
  return { hosts: [...new Set(hosts)], ways };
};

/**
 * Headers by ingress-nginx and Traefik for an Ingress. ingress-nginx ignores every annotation of a canary Ingress about
 * headers, so one has no way of its own.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#custom-headers
 */
export const ingressHeaders: HeaderReader = { kinds: ["Ingress"], isAlone: () => false, read: readIngress };

/** Headers by a Traefik IngressRoute: its middlewares from the last to the first. */
export const ingressRouteHeaders: HeaderReader = {
  kinds: ["IngressRoute"],
  isAlone: () => false,
  read: readIngressRoute,
};
