import type { Damage } from "../../live";
import { findRuleDamage } from "../rule-damage";
import { findOwnRules } from "./own-rules";
import { judgeRule } from "./rule-problems";
import { hostNames, rulesOf, weightOf } from "./virtual-service";
import type { HttpRule, OwnSettings, VirtualService } from "./virtual-service";

const words = { field: "spec.http", things: "destinations", nameOf: hostNames.of, weightOf };

/** Reason why the app's own rules are not as the route writer left them, whatever their weights are. */
export function findDamage(route: VirtualService, settings: OwnSettings): Damage | undefined {
  const own = findOwnRules(route, settings);
  const damage = findRuleDamage(own, words, settings);
  if (damage !== undefined) return damage;
  for (const { index, refs } of own) {
    const at = `spec.http[${index}] of the route`;
    const subset = refs.find(({ destination }) => destination.subset !== undefined)?.destination.subset;
    if (subset !== undefined)
      return {
        text: `${at} must lead to the tracks' Services and to no subset of them: got subset ${subset}`,
        fix: "end a running release by sluice abort; then the base stack's up writes the rules again",
        restorable: true,
      };
    const bad = judgeRule(rulesOf(route)[index] as HttpRule);
    if (bad !== undefined)
      return { text: `${at} must ${bad.rule}: got ${bad.got}`, fix: bad.fix, restorable: false };
  }
  return undefined;
}
