import { valuesOf } from "../header";
import type { ItemId, ItemScore } from "./item-score";
import { toItemScore } from "./item-score";
import type { Observation } from "./observation";

interface Policy {
  readonly item: ItemId & `cross-origin-${string}-policy`;
  /** Values that isolate. */
  readonly good: readonly string[];
  /** Values that are known and do not. */
  readonly open: readonly string[];
}

const policies: readonly Policy[] = [
  { item: "cross-origin-resource-policy", good: ["same-origin", "same-site"], open: ["cross-origin"] },
  {
    item: "cross-origin-opener-policy",
    good: ["same-origin", "same-origin-allow-popups", "noopener-allow-popups"],
    open: ["unsafe-none"],
  },
  {
    item: "cross-origin-embedder-policy",
    good: ["require-corp", "credentialless"],
    open: ["unsafe-none"],
  },
];

/** The word before parameters such as `report-to`. */
function wordOf(item: ItemId, values: readonly string[]): string | undefined {
  const [value = "", ...more] = values;
  if (more.length > 0 && item !== "cross-origin-resource-policy") return undefined;
  const word = value.split(";")[0]?.trim();
  return item === "cross-origin-resource-policy" ? word?.toLowerCase() : word;
}

function scorePolicy({ item, good, open }: Policy, { headers }: Observation): ItemScore {
  const values = valuesOf(headers, item);
  const name = item.replace(/(^|-)\w/g, (start) => start.toUpperCase());
  const fix = `send ${name}: ${good[0]}`;
  if (values.length === 0) return toItemScore(item, [0, "missing", fix]);
  const word = wordOf(item, values);
  if (word !== undefined && good.includes(word)) return toItemScore(item, [10, "isolated"], word);
  return word !== undefined && open.includes(word)
    ? toItemScore(item, [0, "open", fix], word)
    : toItemScore(item, [-5, "cannot be read", fix], values.join(", "));
}

/** Scores the three policies that isolate a page from other origins: resource, opener, embedder. */
export function scoreCrossOrigin(observation: Observation): ItemScore[] {
  return policies.map((policy) => scorePolicy(policy, observation));
}
