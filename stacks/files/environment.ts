import { parseDocument } from "yaml";
import { ConfigError } from "../config-error";
import type { BrokenRule } from "../../components/core/problem";
import { prefix, readConfig } from "./config-keys";
import { mergeDefaults, readDefaults } from "./defaults";
import type { FoundDefaults } from "./defaults";
import { findDifferences } from "./engine-config";
import type { EngineConfig } from "./engine-config";
import { withMinimum } from "./minimum";
import type { Minimum } from "./minimum";
import { formatStackName } from "../name";
import type { StackName } from "../name";
import { parseEnvironment } from "./parse";
import { showValue } from "./show-value";
import { readOldNames } from "./renamed-keys";
import { salvageEnvironment } from "./salvage";
import type { EnvironmentConfig } from "../schema/schema";

/** Name of a stack's file. */
export function stackFile(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** Names of the files that a stack is configured by: the environment's, and for a stage its own, which may be absent. */
export function configFiles(name: StackName): readonly string[] {
  const own = stackFile(formatStackName(name));
  return name.kind === "base" ? [own] : [stackFile(name.environment), own];
}

interface ReadFile {
  readonly file: string;
  readonly settings: ReadonlyMap<string, unknown>;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readFile(file: string, text: string, broken: BrokenRule[]): ReadFile {
  const settings: ReadonlyMap<string, unknown> = new Map();
  const document = parseDocument(text, { logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) {
    broken.push({ path: "the file", rule: "be YAML", got: error.message.replace(/\n.*/s, ""), file });
    return { file, settings };
  }
  const content: unknown = document.toJS() ?? {};
  const config = isMapping(content) ? (content["config"] ?? {}) : undefined;
  if (isMapping(config)) return { file, settings: readConfig(config) };
  const got = showValue(isMapping(content) ? content["config"] : content);
  broken.push({ path: "config", rule: 'be a mapping with keys such as "sluice:app"', got, file });
  return { file, settings };
}

/** Options for reading a configuration. */
export interface ReadOptions {
  /** Environments that have a file, for the message when this one has none. @default none */
  readonly known?: readonly string[];
  /** Path of the file, if it is not in the usual place. */
  readonly missing?: string | undefined;
  /** Configuration of this stack in Pulumi; absent where Pulumi was not asked. */
  readonly engine?: EngineConfig | undefined;
  /** Values that several services share, where the environment's file names some. */
  readonly defaults?: FoundDefaults | undefined;
  /** Takes the problems that an abort can do without, see {@link salvageEnvironment}; absent: all count. */
  readonly ignore?: ((problems: ConfigError) => void) | undefined;
  /** Values that an abort got on its command line. */
  readonly minimum?: Minimum | undefined;
  /** Called with each sentence about a renamed key. @default none */
  readonly notice?: ((sentence: string) => void) | undefined;
}

const hasOurs = (engine: EngineConfig = {}): boolean =>
  Object.keys(engine).some((key) => key.startsWith(prefix));

function missingFile(file: string, { known = [], missing, engine }: ReadOptions): BrokenRule {
  // Whoever has none here is likely in another folder than the project's.
  const others = known.length === 0 ? ", or name the folder of the project with -C" : "";
  const fix = hasOurs(engine)
    ? "Pulumi has keys of it from elsewhere: write them into this file, since other stacks and commands read it"
    : (missing ?? `make it with "sluice init"${others}`);
  return {
    path: file,
    rule: "exist",
    got: known.length === 0 ? "no such file" : `only those of ${known.join(", ")}`,
    fix,
  };
}

/**
 * Reads the configuration of a stack from the texts of its files; a key that a stage's own file sets wins whole.
 * @param texts - text by file name (see {@link configFiles}); an absent file is undefined
 * @throws {ConfigError} with every problem of all files
 */
export function readEnvironment(
  name: StackName,
  texts: Readonly<Record<string, string | undefined>>,
  options: ReadOptions = {},
): EnvironmentConfig {
  const { engine, ignore, minimum = {}, defaults } = options;
  const action = `read environment "${name.environment}"`;
  const shared = stackFile(name.environment);
  const own = stackFile(formatStackName(name));
  const sharedText = texts[shared];
  const broken: BrokenRule[] = sharedText === undefined ? [missingFile(shared, options)] : [];
  const base = readFile(shared, sharedText ?? "", broken);
  const files = [base];
  const ownText = own === shared ? undefined : texts[own];
  if (ownText !== undefined) files.push(readFile(own, ownText, broken));
  const ownSettings = files.find(({ file }) => file === own)?.settings ?? new Map<string, unknown>();
  const different = engine === undefined ? [] : findDifferences(ownSettings, engine, own);
  if (own !== shared && ownSettings.has("defaults"))
    broken.push({ path: "sluice:defaults", rule: `be in ${shared} alone`, file: own });
  const { version: demanded } = Object(base.settings.get("defaults")) as { version?: unknown };
  const read = defaults === undefined ? undefined : readDefaults(defaults, demanded, shared);
  broken.push(...(read?.broken ?? []));
  if (broken.length > 0 && ignore === undefined) throw new ConfigError(action, broken);
  const common = mergeDefaults(read?.settings ?? {}, Object.fromEntries(base.settings));
  const settings = { ...common, ...Object.fromEntries(ownSettings === base.settings ? [] : ownSettings) };
  const commonFile = defaults?.file ?? shared;
  const fileOf = (key: string): string =>
    files.findLast((each) => each.settings.has(key))?.file ??
    (Object.hasOwn(common, key) ? commonFile : shared);
  const given = withMinimum(settings, minimum);
  const { raw, notices, broken: twice } = readOldNames(given, fileOf);
  for (const sentence of notices) options.notice?.(sentence);
  const parsed = parseEnvironment(raw, fileOf);
  const all = [...broken, ...different, ...twice, ...(parsed.ok ? [] : parsed.broken)];
  if (parsed.ok && all.length === 0) return parsed.config;
  const problems = new ConfigError(action, all);
  const salvaged = ignore && salvageEnvironment(raw);
  if (salvaged === undefined) throw problems;
  ignore?.(problems);
  return salvaged;
}
