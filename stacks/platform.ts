import { parseDocument } from "yaml";
import type { z } from "zod";
import { ConfigError } from "./config-error";
import type { BrokenRule } from "../components/core/problem";
import { findDifferences, parseJsonText } from "./engine-config";
import type { EngineConfig } from "./engine-config";
import { showValue } from "./parse";
import { platformSchema } from "./schema-platform";

/** The cluster's configuration, defaults filled in. */
export type PlatformConfig = z.output<typeof platformSchema>;

const prefix = "sluice:";

const render = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key, index) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return index === 0 ? prefix + String(key) : `${text}.${String(key)}`;
  }, "");

/**
 * Reads `Pulumi.platform.yaml`.
 * @param text - undefined where there is no such file
 * @param engine - Pulumi's configuration of the stack; absent where Pulumi was not asked
 * @throws {ConfigError} with every problem
 */
export function readPlatform(file: string, text: string | undefined, engine?: EngineConfig): PlatformConfig {
  const action = 'read stack "platform"';
  if (text === undefined) {
    throw new ConfigError(action, [
      { path: file, rule: "exist", got: "nothing", fix: "see docs/how-to/platform.md" },
    ]);
  }
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
  const parsed = platformSchema.safeParse(raw);
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
