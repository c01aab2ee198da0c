import type { Terminal } from "../terminal";

/** A terminal whose lines begin with an environment's name, since several are told of at once. */
export function prefixed(terminal: Terminal, environment: string): Terminal {
  const mark = (text: string): string => text.replaceAll(/^/gm, `${environment}: `);
  return {
    say: (text) => terminal.say(mark(text)),
    progress: (text) => terminal.progress(text === "" ? "" : mark(text)),
    draw: () => undefined,
    print: (value) => terminal.print({ environment, ...(value as object) }),
  };
}
