import type { BrokenRule } from "../../components/core/problem";

/** Configuration of a stack in Pulumi: texts by whole key, as its runtime gives them. */
export type EngineConfig = Readonly<Record<string, string>>;

/** Prefix of Sluice's keys, whatever the Pulumi project is called. */
const prefix = "sluice:";

/** A mapping or list that was written as JSON text, as `pulumi config set` without --path writes it. */
export function parseJsonText(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A value as the engine's text has it: everything that is not a text is JSON there. */
function parseEngineText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A moment in YAML without quotes comes out of the engine in the words of its own language. */
const engineMoment = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) \+0000 UTC$/;

function isSameText(file: string, engine: string): boolean {
  const moment = engineMoment.exec(engine);
  if (moment === null) return file === engine;
  return Date.parse(file) === Date.parse(`${moment[1]}T${moment[2]}Z`);
}

const isSecret = (value: unknown): boolean =>
  typeof (Object(value) as { secure?: unknown }).secure === "string";

/** Paths below a value at which file and engine differ. */
function findPaths(file: unknown, engine: unknown, path: string): string[] {
  // An encrypted value is refused by its name, wherever it is.
  if (isSecret(file)) return [];
  if (typeof file === "string" && typeof engine === "string") return isSameText(file, engine) ? [] : [path];
  const areContainers = [file, engine].every((one) => typeof one === "object" && one !== null);
  if (!areContainers || Array.isArray(file) !== Array.isArray(engine)) {
    return Object.is(file, engine) ? [] : [path];
  }
  const [a, b] = [file as Record<string, unknown>, engine as Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    findPaths(a[key], b[key], Array.isArray(file) ? `${path}[${key}]` : `${path}.${key}`),
  );
}

/**
 * Compares a stack's own file with Pulumi's configuration of the stack: other stacks and commands read the file, so
 * that a value from elsewhere would apply to some and not to others.
 * @param own - keys of the stack's own file without prefix
 * @param file - its name
 * @returns every difference by key; values may be secret and are not shown
 */
export function findDifferences(
  own: ReadonlyMap<string, unknown>,
  engine: EngineConfig,
  file: string,
): readonly BrokenRule[] {
  const ours = Object.entries(engine).filter(([key]) => key.startsWith(prefix));
  const known = new Map(ours.map(([key, text]) => [key.slice(prefix.length), parseEngineText(text)]));
  const keys = [...new Set([...own.keys(), ...known.keys()])];
  return keys.flatMap((key): BrokenRule[] => {
    const path = `${prefix}${key}`;
    const rule = "be the same in this file and in what Pulumi has";
    if (!own.has(key)) {
      return [
        {
          path,
          rule,
          got: "only Pulumi's",
          file,
          fix: "write it into this file: --config-file, remote configuration, pulumiConfig of an ESC environment and config: of Pulumi.yaml are read by Pulumi alone",
        },
      ];
    }
    if (!known.has(key)) {
      if (isSecret(own.get(key))) return [];
      const fix = "run Pulumi without --config-file and remote configuration, which hide this file";
      return [{ path, rule, got: "only this file's", file, fix }];
    }
    return findPaths(parseEngineText(toText(own.get(key))), known.get(key), path).map((at) => ({
      path: at,
      rule,
      got: "two values",
      file,
      fix: "keep one, in this file: --config-file, remote configuration, pulumiConfig of an ESC environment and config: of Pulumi.yaml are read by Pulumi alone",
    }));
  });
}

const toText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
