import { parseDocument } from "yaml";
import { readConfig } from "./config-keys";
import type { BrokenRule } from "../../components/core/problem";
import { isDiscreet, showValue } from "./show-value";

/** File of shared values, as it was found. */
export interface FoundDefaults {
  /** Name for messages: its path as `sluice:defaults.from` has it. */
  readonly file: string;
  /** Undefined where there is no such file. */
  readonly text: string | undefined;
}

/** A value that differs from the shared one. */
export interface Deviation {
  /** For example `sluice:analysis.interval`. */
  readonly path: string;
  /** As people would write it. */
  readonly value: string;
  /** The shared value. */
  readonly instead: string;
}

/** Shared values that an environment uses. */
export interface DefaultsUse {
  readonly file: string;
  readonly version: string;
  readonly deviations: readonly Deviation[];
}

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys that make a service itself, and may not be shared. */
const never = ["defaults", "release", "app.name"];

const valueAt = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((inner, key) => (Object(inner) as Mapping)[key], value);

/** File that `sluice:defaults` names, before the rest of a file is read; undefined where it names none. */
export function findFrom(settings: Mapping): string | undefined {
  const from = valueAt(settings, "defaults.from");
  return typeof from === "string" ? from : undefined;
}

/**
 * Reads shared values.
 * @param demanded - version that the environment's file asks for; undefined for any
 * @param by - name of the environment's file
 */
export function readDefaults(
  { file, text }: FoundDefaults,
  demanded: unknown,
  by: string,
): { readonly settings: Mapping; readonly version: string; readonly broken: readonly BrokenRule[] } {
  const refuse = (path: string, rule: string, got: string, fix?: string, at = file) => ({
    settings: {},
    version: "",
    broken: [{ path, rule, got, file: at, ...(fix === undefined ? {} : { fix }) }],
  });
  if (text === undefined) {
    const rule = "be a file that is there: a path from this file's folder, or a file of an installed package";
    return refuse("sluice:defaults.from", rule, showValue(file), undefined, by);
  }
  const document = parseDocument(text, { logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) return refuse("the file", "be YAML", error.message.replace(/\n.*/s, ""));
  const content = Object(document.toJS()) as Mapping;
  const { version } = content;
  if (typeof version !== "string" && typeof version !== "number") {
    return refuse("version", "be a text or number that changes with the values", showValue(version));
  }
  if (demanded !== undefined && demanded !== version && demanded !== String(version)) {
    const fix = `read what changed in it, then write version: ${JSON.stringify(String(version))}`;
    const rule = `be the version of ${file}, ${JSON.stringify(String(version))}`;
    return refuse("sluice:defaults.version", rule, showValue(demanded), fix, by);
  }
  const config = content["config"] ?? {};
  if (!isMapping(config)) {
    const rule = 'be a mapping with keys such as "sluice:stages"';
    return refuse("config", rule, showValue(config));
  }
  const settings = Object.fromEntries(readConfig(config));
  const broken = never
    .filter((path) => valueAt(settings, path) !== undefined)
    .map((path) => ({ path: `sluice:${path}`, rule: "be each service's own, not shared", file }));
  return { settings, version: String(version), broken };
}

/** Shared values with a service's own over them: mappings are merged by key, anything else is replaced as a whole. */
export function mergeDefaults(shared: Mapping, own: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...shared };
  for (const [key, value] of Object.entries(own)) {
    const before = merged[key];
    merged[key] = isMapping(before) && isMapping(value) ? mergeDefaults(before, value) : value;
  }
  return merged;
}

const isSame = (a: unknown, b: unknown): boolean => showWhole(a) === showWhole(b);

/** A value's text, whatever the order of its keys. */
function showWhole(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showWhole).join(",")}]`;
  if (!isMapping(value)) return JSON.stringify(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${showWhole(value[key])}`).join(",")}}`;
}

/**
 * Lists the values of a service that differ from the shared ones; what the shared ones say nothing of is no deviation.
 * @param at - path of both, for example "sluice:analysis."
 */
export function listDeviations(shared: Mapping, own: Mapping, at = "sluice:"): readonly Deviation[] {
  return Object.entries(own).flatMap(([key, value]): readonly Deviation[] => {
    const instead = shared[key];
    if (instead === undefined || isSame(instead, value)) return [];
    const path = `${at}${key}`;
    if (isMapping(instead) && isMapping(value)) return listDeviations(instead, value, `${path}.`);
    return isDiscreet(path)
      ? [{ path, value: "another value", instead: "the shared one" }]
      : [{ path, value: showValue(value), instead: showValue(instead) }];
  });
}

/** Shared values of an environment and where it differs from them, for people. */
export function explainDefaults({ file, version, deviations }: DefaultsUse): string {
  const from = `the shared values, version ${version} of ${file}`;
  if (deviations.length === 0) return `as ${from}`;
  const lines = deviations.map(({ path, value, instead }) => `  ${path}: ${value} in place of ${instead}`);
  return [`${deviations.length} deviations from ${from}`, ...lines].join("\n");
}
