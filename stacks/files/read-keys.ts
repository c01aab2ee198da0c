import { parseDocument } from "yaml";
import type { z } from "zod";
import { ConfigError } from "../config-error";
import type { BrokenRule } from "../../components/core/problem";
import { findDifferences, parseJsonText } from "./engine-config";
import type { EngineConfig } from "./engine-config";
import { showValue } from "./show-value";

const prefix = "sluice:";

const render = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key, index) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return index === 0 ? prefix + String(key) : `${text}.${String(key)}`;
  }, "");

/** A file that is no environment's. */
export interface KeysFile {
  /** Failed action of its problems, e.g. `read stack "platform"`. */
  readonly action: string;
  readonly file: string;
  readonly text: string;
  /** Pulumi's configuration of the stack. @default - Pulumi was not asked */
  readonly engine?: EngineConfig | undefined;
}

/**
 * Reads the keys `sluice:*` of a file that is no environment's.
 * @throws {ConfigError} with every problem
 */
export function readKeys<Schema extends z.ZodType>(
  schema: Schema,
  { action, file, text, engine }: KeysFile,
): z.output<Schema> {
  const document = parseDocument(text, { logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new ConfigError(action, [
      { path: "the file", rule: "be YAML", got: error.message.replace(/\n.*/s, ""), file },
    ]);
  }
  const { config } = Object(document.toJS()) as { config?: Record<string, unknown> };
  const raw = Object.fromEntries(
    Object.entries(Object(config) as object)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), parseJsonText(value)]),
  );
  const different = engine === undefined ? [] : findDifferences(new Map(Object.entries(raw)), engine, file);
  const parsed = schema.safeParse(raw);
  if (parsed.success && different.length === 0) return parsed.data;
  const broken = (parsed.error?.issues ?? []).flatMap(({ code, message, path }): BrokenRule[] => {
    if (code !== "unrecognized_keys") {
      const value = path.reduce<unknown>((at, key) => Reflect.get(Object(at) as object, key) as unknown, raw);
      return [{ path: render(path), rule: message, got: showValue(value), file }];
    }
    const rules = Object.entries(JSON.parse(message) as Record<string, string>);
    return rules.map(([key, rule]) => ({ path: render([...path, key]), rule, file }));
  });
  throw new ConfigError(action, [...different, ...broken]);
}
