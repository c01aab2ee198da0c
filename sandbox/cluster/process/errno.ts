/**
 * Gives a handler that lets the named system errors pass and throws every other.
 * @example await rmdir(folder).catch(ignore("ENOENT"))
 */
export function ignore(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  };
}
