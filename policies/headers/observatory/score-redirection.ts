import type { ItemScore, Row } from "./item-score";
import { toItemScore, unknownItem } from "./item-score";
import type { Observation } from "./observation";

const fix = "redirect http:// to https:// on the same host first, then to the final host";

const rows = {
  preloaded: [0, "every host on the way is preloaded"],
  toHttps: [0, "goes to https:// on the same host"],
  noHttp: [0, "nothing answers on http://, so none is needed"],
  offHost: [-5, "goes to https:// on another host, so HSTS does not reach this one", fix],
  late: [-10, "goes to https:// only after another http:// address", fix],
  notHttps: [-20, "does not end on https://", fix],
  missing: [-20, "http:// answers without redirecting", fix],
  certificate: [-20, "the certificate on the way is not valid", "serve a valid certificate chain"],
} as const satisfies Record<string, Row>;

function chooseRow([first, second, ...rest]: readonly URL[], { https, preloaded }: Observation): Row {
  if (first === undefined) return rows.noHttp;
  if (https === "invalid") return rows.certificate;
  if (preloaded === true) return rows.preloaded;
  if (second === undefined) return rows.missing;
  if ((rest.at(-1) ?? second).protocol !== "https:") return rows.notHttps;
  if (second.protocol === "http:") return rows.late;
  return first.hostname === second.hostname ? rows.toHttps : rows.offHost;
}

/** Scores where `http://` leads. */
export function scoreRedirection(observation: Observation): ItemScore {
  const item = "redirection";
  const { hops } = observation;
  if (hops === undefined) return unknownItem(item, "known only of a live response");
  const urls = hops.map((hop) => new URL(hop));
  return toItemScore(item, chooseRow(urls, observation), hops.join(" → "));
}
