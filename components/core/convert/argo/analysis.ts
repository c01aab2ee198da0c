import { given } from "../../given";
import { asList, asObject, asObjects, asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { below, exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";
import { findObject } from "../input";
import type { InputObject } from "../input";
import type { Measure } from "../measure";
import { readArguments } from "./arguments";
import { mapMetric } from "./metric";
import type { MappedMetric } from "./metric";

/** A place of a Rollout that refers to templates. */
interface Reference {
  /** Of the analysis, see `Fate.at`. */
  readonly at: string;
  readonly analysis: JsonObject;
  /** Runs beside all steps, not at one of them. @default false */
  readonly isWhole?: boolean;
}

/** Result of mapping the templates that a Rollout refers to. */
export interface MappedAnalysis {
  readonly measures: readonly MappedMetric[];
  /** Of the Rollout. */
  readonly fates: readonly Fate[];
  readonly templates: ReadonlyMap<InputObject, readonly Fate[]>;
}

const templateKinds = ["AnalysisTemplate", "ClusterAnalysisTemplate"];
const strategy = "spec strategy";

function findReferences(rollout: JsonObject): readonly Reference[] {
  const canary = asObject(at(rollout, "spec", "strategy", "canary"));
  const steps = asList(canary["steps"]).map((step, index) => ({
    at: `${strategy} canary steps [${index}] analysis`,
    analysis: asObject(asObject(step)["analysis"]),
  }));
  const blueGreen = ["prePromotionAnalysis", "postPromotionAnalysis"].map((name) => ({
    at: `${strategy} blueGreen ${name}`,
    analysis: asObject(at(rollout, "spec", "strategy", "blueGreen", name)),
  }));
  const whole = { at: `${strategy} canary analysis`, analysis: asObject(canary["analysis"]), isWhole: true };
  return [whole, ...steps, ...blueGreen].filter(({ analysis }) => Object.keys(analysis).length > 0);
}

/** Names of the templates of a reference, each with its place; the oldest form has one name without a list. */
function templatesOf({
  at: place,
  analysis,
}: Reference): readonly (readonly [place: string, name: string])[] {
  const listed = asList(analysis["templates"]).map((one, index) => {
    const name = asText(asObject(one)["templateName"]) ?? "";
    return [`${place} templates [${index}]`, name] as const;
  });
  const old = asText(analysis["templateName"]);
  return [...listed, ...(old === undefined ? [] : [[`${place} templateName`, old] as const])];
}

const aroundTemplate: readonly Fate[] = [
  near("spec args", "their values are filled into the queries"),
  near("spec measurementRetention", "the ledger keeps each stage's evidence"),
  near("spec dryRun", "a metric that never decides is left out"),
  unused("", "the template itself: its metrics are in the environment's file"),
];

/** Whether a template states that a metric decides nothing. */
function isDry(lists: readonly JsonObject[], name: string): boolean {
  return lists.some(({ metricName }) => metricName === ".*" || (name !== "" && metricName === name));
}

function mapTemplate(template: JsonObject, { analysis }: Reference, rollout: JsonObject) {
  const values = readArguments(template, asObjects(analysis["args"]), rollout);
  const dry = [...asObjects(at(template, "spec", "dryRun")), ...asObjects(analysis["dryRun"])];
  const mapped = asList(at(template, "spec", "metrics")).map((metric, index) => {
    const place = `spec metrics [${index}]`;
    const one = asObject(metric);
    if (isDry(dry, asText(one["name"]) ?? "")) {
      const now = "left out: it never decides (dryRun)";
      return { fates: [lost(place, now, "look at it in a dashboard")] };
    }
    const measure = mapMetric(one, values);
    return { ...measure, fates: below(place, measure.fates) };
  });
  return { mapped, fates: [...mapped.flatMap(({ fates }) => fates), ...aroundTemplate] };
}

/** Arguments that fill the queries of each template, as JSON. */
type Filled = ReadonlyMap<InputObject, string>;

const argsOf = ({ analysis }: Reference): string => JSON.stringify(asObjects(analysis["args"]));

/** Arguments of a reference: a template has one place here, and the first reference fills its queries. */
function judgeArguments(
  reference: Reference,
  inputs: readonly (InputObject | undefined)[],
  filled: Filled,
): Fate {
  const place = `${reference.at} args`;
  const isOther = inputs.some(
    (input) => input !== undefined && (filled.get(input) ?? argsOf(reference)) !== argsOf(reference),
  );
  return isOther
    ? lost(
        place,
        "another reference to the same template fills its queries",
        "give the template a second name with these arguments, and refer to that",
      )
    : exact(place, "filled into the queries of the template");
}

/** Fates of a reference itself. */
function judgeReference({ at: place, analysis, isWhole = false }: Reference): readonly Fate[] {
  const when = isWhole
    ? "judged at every stage from the first one on"
    : "judged in the soak of every stage, not once at this step";
  return [
    near(place, when),
    near(`${place} startingStep`, "judged from the first stage on: what is judged early holds early"),
    near(`${place} dryRun`, "a metric that never decides is left out"),
    near(`${place} analysisRunMetadata`, "no AnalysisRun is made"),
    ...("templates" in analysis ? [near(`${place} templates`, when)] : []),
  ];
}

/** Maps the templates that a Rollout refers to; each one once, with the arguments of its first reference. */
export function mapAnalysis(rollout: JsonObject, inputs: readonly InputObject[]): MappedAnalysis {
  const measures: MappedMetric[] = [];
  const fates: Fate[] = [];
  const templates = new Map<InputObject, readonly Fate[]>();
  const filled = new Map<InputObject, string>();
  for (const reference of findReferences(rollout)) {
    const named = templatesOf(reference).map(
      ([place, name]) => [place, name, findObject(inputs, templateKinds, name)] as const,
    );
    const found = named.map(([, , input]) => input);
    fates.push(...judgeReference(reference), judgeArguments(reference, found, filled));
    for (const [place, name, input] of named) {
      if (input === undefined) {
        fates.push(lost(place, `AnalysisTemplate ${name} is not in the input`, "name its file, too"));
        continue;
      }
      if (templates.has(input)) continue;
      const { mapped, fates: own } = mapTemplate(input.object, reference, rollout);
      measures.push(...mapped);
      templates.set(input, own);
      filled.set(input, argsOf(reference));
    }
  }
  return { measures, fates, templates };
}

/** Settings of `sluice:analysis` for what was measured: one objective of errors, the strictest, and each gauge once. */
export function toAnalysis(
  measures: readonly (Partial<Measure> & { readonly address?: string })[],
): JsonObject {
  const names = new Set<string>();
  const metrics = measures
    .flatMap(({ metrics: own = [] }) => own)
    .filter(({ name }) => {
      const isNew = !names.has(name as string);
      names.add(name as string);
      return isNew;
    });
  const ratios = measures.flatMap(({ errorRatio }) => errorRatio ?? []);
  const address = measures.find((one) => one.address !== undefined)?.address;
  return {
    ...given("prometheus", address),
    ...(ratios.length === 0 ? {} : { objectives: { errorRatio: Math.min(...ratios) } }),
    ...(metrics.length === 0 ? {} : { metrics }),
  };
}
