import { readFileSync } from "node:fs";

/** Variables of the environment by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Value that the settings give by name. */
export interface Named {
  /** Action that fails without the value, for messages: completes "Cannot …". */
  readonly action: string;
  /** Key below `sluice:` that names it. */
  readonly key: string;
  /** An environment variable, or the path of a file. */
  readonly name: string;
  /** Content that the value must have, for messages. */
  readonly content: string;
}

/**
 * Reads a named value: the content of a file where the name is a path, else of an environment variable.
 * @throws {Error} when there is no such file or variable
 */
export function readNamed({ action, key, name, content }: Named, environment: Variables): string {
  const isFile = name.startsWith("/");
  const refuse = (got: string): never => {
    const where = isFile ? `file ${name}` : `environment variable ${name}`;
    throw new Error(`Cannot ${action}: ${where} (sluice:${key}) must contain ${content}: got ${got}`);
  };
  try {
    const text = isFile ? readFileSync(name, "utf8") : environment[name];
    return text?.trim() || refuse("nothing");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse(code);
  }
}
