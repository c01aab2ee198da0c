import { serviceNames } from "../../../settings";
import type { Track } from "../../../track";
import { readConfigured } from "./configured-rules";
import type { OwnRulesSettings } from "./configured-rules";
import type { BackendRef, HttpRouteRule } from "../http-route";
import { matchesOf } from "./matches";
import { renderProbeRules } from "./probe-rules";
import { withHeaders } from "./set-headers";

/** Input from which the rules of a route are rendered. */
export interface RouteRulesInput extends OwnRulesSettings {
  /** Port of the Services, for rules that name none. */
  readonly port: number;
  /** Routing key of the probe rules; not a credential, but no other client should send it. */
  readonly token: string;
  /** Percent of requests to the canary, whole, 0 to 100. */
  readonly weight: number;
}

/** Value of the probe header that reaches one track. */
export function probeKeyOf(token: string, track: Track): string {
  return `${token}-${track}`;
}

/** A reference to a track's Service as the API server stores it, like the user's to the app. */
function toBackend(own: Partial<BackendRef>, name: string, port: number, weight: number): BackendRef {
  const { name: _name, namespace: _namespace, ...like } = own;
  return { ...like, group: "", kind: "Service", name, port: own.port ?? port, weight };
}

/** A configured rule of the app at a weight, or one of others as it is configured. */
function renderConfigured(input: Omit<RouteRulesInput, "token">): readonly HttpRouteRule[] {
  const { port, weight, traffic } = input;
  const names = serviceNames(input);
  return readConfigured(input).map(({ rule, own }) =>
    own === undefined
      ? rule
      : {
          ...withHeaders(rule, traffic?.headers),
          matches: matchesOf(rule),
          backendRefs: [
            toBackend(own, names.stable, port, 100 - weight),
            toBackend(own, names.canary, port, weight),
          ],
        },
  );
}

/**
 * `spec.rules` of the app's HTTPRoute: the configured rules, those of the app at the weight, then one probe rule for
 * each of the app's and each track, which beats the weights since it matches one header more.
 * @throws {RangeError} when `weight` is not a whole number from 0 to 100
 * @see https://gateway-api.sigs.k8s.io/guides/traffic-splitting/
 */
export function renderRules(input: RouteRulesInput): readonly HttpRouteRule[] {
  const { app, token, weight } = input;
  if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
    throw new RangeError(
      `Cannot render the rules of "${app}": weight must be a whole percent from 0 to 100: got ${weight}`,
    );
  }
  const rules = renderConfigured(input);
  const own = rules.filter((_, at) => readConfigured(input)[at]?.own !== undefined);
  return [...rules, ...renderProbeRules(input, own, (track) => probeKeyOf(token, track))];
}
