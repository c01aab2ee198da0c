const quote = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** Renders variables as a POSIX shell's `export` lines, quoted so that the shell changes nothing in them. */
export function renderExports(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}=${quote(value)}\n`)
    .join("");
}
