import { probeHeader } from "../gateway/probe-header";
import type { HeaderChange, HeaderReader, RouteWay } from "../headers/header-reader";
import { readOperations } from "../headers/read-modifier";
import { byName, byPattern, byPrefix, readSharing } from "../headers/sharing";
import { listOf, partOf, partsOf, textOf } from "../headers/shape";
import type { Part } from "../headers/shape";

/** Only Sluice's own probes match such a rule. */
function isProbe({ match }: Part): boolean {
  const matches = partsOf(match);
  return matches.length > 0 && matches.every(({ headers }) => probeHeader in partOf(headers));
}

/** Origins that `corsPolicy` lets read answers; Envoy answers each with its own name. */
function readCors(policy: unknown, path: string): HeaderChange[] {
  const { allowOrigins, allowCredentials } = partOf(policy);
  const origins = partsOf(allowOrigins).map(({ exact, prefix, regex }, at) => ({
    value:
      exact === undefined
        ? prefix === undefined
          ? byPattern(regex, true)
          : byPrefix(prefix)
        : byName(exact),
    path: `${path}.allowOrigins[${at}]`,
  }));
  return readSharing(origins, {
    allowed: allowCredentials === true,
    path: `${path}.allowCredentials`,
  });
}

const read: HeaderReader["read"] = ({ spec }) => {
  const { http, hosts } = partOf(spec);
  const ways = partsOf(http).flatMap((route, at): RouteWay[] => {
    if (isProbe(route)) return [];
    const path = `spec.http[${at}]`;
    const response = (part: unknown, where: string) =>
      readOperations(partOf(partOf(part)["response"]), `${where}.headers.response`);
    const shared = [
      ...response(route["headers"], path),
      ...readCors(route["corsPolicy"], `${path}.corsPolicy`),
    ];
    const redirect = route["redirect"] !== undefined || route["directResponse"] !== undefined;
    const destinations = partsOf(route["route"]);
    if (destinations.every(({ headers }) => headers === undefined)) {
      return [{ path, redirect, changes: shared }];
    }
    return destinations.map(({ headers }, index) => {
      const where = `${path}.route[${index}]`;
      return { path: where, redirect, changes: [...response(headers, where), ...shared] };
    });
  });
  return { hosts: listOf(hosts).map(textOf), ways };
};

/**
 * Headers by an Istio VirtualService: those of a destination first, then those of its route; not of the probe rules.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export const virtualServiceHeaders: HeaderReader = { kinds: ["VirtualService"], isAlone: () => true, read };
