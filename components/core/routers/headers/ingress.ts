import type { FindObject, HeaderChange, HeaderReader } from "./header-reader";
import { probeHeader } from "../gateway/probe-header";
import { namedHosts } from "../traefik/match";
import { readMiddleware } from "./middleware";
import { partOf, partsOf, textOf } from "./shape";

const nginx = "nginx.ingress.kubernetes.io/";
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

const readIngress: HeaderReader["read"] = ({ metadata, spec }, { namespaces, find, addHeaders }) => {
  const annotations = partOf(partOf(metadata)["annotations"]);
  const hosts = partsOf(partOf(spec)["rules"]).map(({ host }) => textOf(host));
  if (textOf(annotations[`${nginx}canary`]) === "true") return { hosts, ways: [] };
  const custom = textOf(annotations[`${nginx}custom-headers`]);
  const changes = [
    ...(addHeaders === undefined ? [] : readConfigMap(addHeaders, "add-headers", find)),
    ...(custom === "" ? [] : readConfigMap(custom, `metadata.annotations["${nginx}custom-headers"]`, find)),
    ...readMiddlewares(textOf(annotations[traefik]), namespaces, find),
  ];
  const redirect =
    textOf(annotations[`${nginx}permanent-redirect`]) !== "" ||
    textOf(annotations[`${nginx}temporal-redirect`]) !== "";
  return { hosts, ways: [{ path: "metadata.annotations", redirect, changes }] };
};

const readIngressRoute: HeaderReader["read"] = ({ spec }, { namespace, find }) => {
  const routes = partsOf(partOf(spec)["routes"]);
  const ways = routes.flatMap(({ match, middlewares }, at) => {
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
    return [{ path, redirect: false, changes: changes.toReversed().flat() }];
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
