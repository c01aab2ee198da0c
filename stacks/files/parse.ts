import type { BrokenRule } from "../../components/core/problem";
import { environmentSchema } from "../schema/schema";
import type { EnvironmentConfig } from "../schema/schema";
import { findShortForm } from "../schema/from";
import { showValue } from "./show-value";
import { pathHint, typeHint } from "./type-hint";

const topLevelKeys = Object.keys(environmentSchema.shape);

type Path = readonly PropertyKey[];

/** Result of reading a configuration. */
export type ParseResult =
  | { readonly ok: true; readonly config: EnvironmentConfig }
  | { readonly ok: false; readonly broken: readonly BrokenRule[] };

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const render = (path: Path): string =>
  path.reduce<string>((text, key, index) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return index === 0 ? `sluice:${String(key)}` : `${text}.${String(key)}`;
  }, "");

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => Reflect.get(Object(inner) as object, key) as unknown, value);

function* findSecrets(value: unknown, path: Path): Generator<Path> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* findSecrets(item, [...path, index]);
  if (!isMapping(value)) return;
  if (Object.keys(value).length === 1 && typeof value["secure"] === "string") yield path;
  else for (const [key, item] of Object.entries(value)) yield* findSecrets(item, [...path, key]);
}

const startsWith = (path: Path, start: Path): boolean => start.every((key, index) => path[index] === key);

/**
 * Reads the mapping under `sluice:`, without that prefix.
 * @param fileOf - the file that a top-level key was read from, for messages
 */
export function parseEnvironment(
  raw: Readonly<Record<string, unknown>>,
  fileOf: (key: string) => string,
): ParseResult {
  const secrets = [...findSecrets(raw, [])];
  const file = (path: Path) => fileOf(String(path[0]));
  const broken: BrokenRule[] = secrets.map((path) => ({
    path: render(path),
    rule: 'not be encrypted ("secure:")',
    file: file(path),
    fix: "secrets are named, never written: a Kubernetes Secret (app.secretEnv) or an environment variable",
  }));
  for (const key of findShortForm(raw)) {
    const path = ["app", key];
    broken.push({
      path: render(path),
      rule: "be left out with sluice:app.from, whose set says it",
      got: showValue(valueAt(raw, path), render(path)),
      file: file(path),
    });
  }
  const parsed = environmentSchema.safeParse(raw);
  if (parsed.success && broken.length === 0) return { ok: true, config: parsed.data };
  const seen = new Set<string>();
  const add = (path: Path, rule: string, issue: object): void => {
    const text = render(path);
    if (seen.has(text) || secrets.some((secret) => startsWith(path, secret))) return;
    seen.add(text);
    const value = valueAt(raw, path);
    broken.push({
      path: text,
      rule,
      got: showValue(value, text),
      file: file(path),
      ...typeHint(issue, text, value),
    });
  };
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code === "unrecognized_keys") {
      const rules = JSON.parse(issue.message) as Record<string, string>;
      for (const [key, rule] of Object.entries(rules)) addUnknown([...issue.path, key], rule);
    } else add(issue.path, issue.message, issue);
  }
  return { ok: false, broken };

  function addUnknown(path: Path, rule: string): void {
    if (secrets.some((secret) => startsWith(path, secret))) return;
    const hint = path.length === 1 ? pathHint(String(path[0]), topLevelKeys) : {};
    broken.push({ path: render(path), rule, file: file(path), ...hint });
  }
}
