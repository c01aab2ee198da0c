import type { ItemScore, Row } from "./item-score";
import { toItemScore, unknownItem } from "./item-score";
import type { Observation, ScriptTag } from "./observation";

const fix = 'load foreign scripts over https:// with an integrity="sha384-…" attribute';

const rows = {
  all: [5, "own scripts have integrity hashes"],
  external: [5, "foreign scripts have integrity hashes"],
  notHtml: [0, "the response is no HTML"],
  noScripts: [0, "no scripts are loaded"],
  sameOrigin: [0, "all scripts come from this site"],
  httpsOnly: [-5, "a foreign script has no integrity hash", fix],
  hashOnly: [-20, "a foreign script comes without https://, though with an integrity hash", fix],
  neither: [-50, "a foreign script comes without https:// and without an integrity hash", fix],
} as const satisfies Record<string, Row>;

/** Last two labels of the host: without a list of public suffixes the site is not known better. */
function siteOf(host: string): string {
  return host.split(".").slice(-2).join(".");
}

function rowOf({ src, integrity }: ScriptTag, host: string, https: boolean): Row | undefined {
  const relativeScheme = /^\/\/[^/]/.test(src);
  const absolute = /^https?:\/\//i.test(src);
  const own = !relativeScheme && (!absolute || siteOf(new URL(src).hostname) === siteOf(host));
  const secure = absolute ? /^https:/i.test(src) : !relativeScheme && https;
  if (own) return integrity && secure ? rows.all : undefined;
  if (integrity) return secure ? rows.external : rows.hashOnly;
  return secure ? rows.httpsOnly : rows.neither;
}

/** Scores integrity hashes of scripts by the worst script. */
export function scoreScripts({ scripts, host, https }: Observation): ItemScore {
  const item = "subresource-integrity";
  if (scripts === undefined) return unknownItem(item, "known only of a live response");
  if (scripts === "not-html") return toItemScore(item, rows.notHtml);
  if (scripts.length === 0) return toItemScore(item, rows.noScripts);
  const found = scripts.flatMap((script) => {
    const row = script.src === "" ? undefined : rowOf(script, host, https !== "none");
    return row === undefined ? [] : [{ row, src: script.src }];
  });
  const worst = found.toSorted((a, b) => a.row[0] - b.row[0])[0];
  return worst === undefined ? toItemScore(item, rows.sameOrigin) : toItemScore(item, worst.row, worst.src);
}
