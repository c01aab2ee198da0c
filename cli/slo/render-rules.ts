import { stringify } from "yaml";
import { objectNames } from "../../components/core/settings";
import type { Settings } from "../../components/core/settings";
import { renderReleaseAlerts } from "../../components/core/slo/release-alerts";
import { renderSloRules } from "../../components/core/slo/slo-rules";
import type { RuleGroup } from "../../components/core/slo/rule";
import type { Slo } from "../../components/core/slo/slo";
import { sloRatesOf, trackRatesOf } from "../../components/stage/gate/read-budget";
import type { RuleKind } from "./rule-kinds";

/**
 * Rule groups of an environment's objectives; alerts on its releases once, under the labels of the first.
 * @param slos - not empty
 */
export function sloRulesOf(settings: Settings, slos: readonly Slo[]): readonly RuleGroup[] {
  const [first] = slos as readonly [Slo];
  return [
    ...slos.map((slo) => renderSloRules(settings, slo, sloRatesOf(settings, slo))),
    ...renderReleaseAlerts(settings, first, trackRatesOf(settings), settings.watchdog !== undefined),
  ];
}

/**
 * Writes rules as YAML: a rule file of Prometheus, or an object of its operator, which takes those whose labels its own
 * `ruleSelector` asks for.
 */
export function renderRules(
  settings: Settings,
  groups: readonly RuleGroup[],
  { kind, labels }: { readonly kind: RuleKind; readonly labels: Readonly<Record<string, string>> },
): string {
  const content = { groups };
  const object =
    kind === "file"
      ? content
      : {
          apiVersion: "monitoring.coreos.com/v1",
          kind,
          metadata: {
            name: `${objectNames(settings.app).ledger}-slo`,
            namespace: settings.namespace,
            labels,
          },
          spec: content,
        };
  return stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
}
