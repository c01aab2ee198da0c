import { asList, asObject, asObjects, asText, asTexts, showJson } from "../json";
import type { Json } from "../revision/revision";

/** Labels of an object, or a selector that wants each of them. */
export type Labels = Readonly<Record<string, string>>;

/** A label selector in the words of the API (`metav1.LabelSelector`). */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** A selector as a manifest or the API has it; what is null, or not of its type, is left out. */
export function toSelector(value: Json | undefined): LabelSelector {
  const { matchLabels: labels, matchExpressions } = asObject(value);
  const wanted = asTexts(labels);
  const terms = asObjects(matchExpressions).map(({ key, operator, values }) => ({
    key: asText(key) ?? "",
    operator: asText(operator) ?? "",
    values: asList(values).map(showJson),
  }));
  return {
    ...(Object.keys(wanted).length === 0 ? {} : { matchLabels: wanted }),
    ...(terms.length === 0 ? {} : { matchExpressions: terms }),
  };
}

/** Whether an object has every one of these labels; none wanted: every object has. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** Whether a selector selects an object; one without any term selects everything. */
export function matchLabels(
  labels: Labels,
  { matchLabels: wanted = {}, matchExpressions = [] }: LabelSelector,
) {
  return (
    hasLabels(labels, wanted) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case "In":
          return value !== undefined && values.includes(value);
        case "NotIn":
          return value === undefined || !values.includes(value);
        case "Exists":
          return value !== undefined;
        default:
          return operator === "DoesNotExist" && value === undefined;
      }
    })
  );
}

/** A selector as a person reads it, e.g. `app=shop, tier exists`. */
export function describeSelector({ matchLabels: wanted = {}, matchExpressions = [] }: LabelSelector): string {
  const terms = [
    ...Object.entries(wanted).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values = [] }) =>
      [key, operator, ...(values.length > 0 ? [`(${values.join(", ")})`] : [])].join(" "),
    ),
  ];
  return terms.length > 0 ? terms.join(", ") : "every pod";
}
