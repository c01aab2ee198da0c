/** Last lines of a program's output, which say how it ended. */
export const lastLines = (output: string, count: number): string =>
  output.trim().split("\n").slice(-count).join("\n");
