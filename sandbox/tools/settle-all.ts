const readMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Waits for every task, so that one that fails does not keep the others from being done.
 * @throws {AggregateError} with every task's message, a line each
 */
export async function settleAll<T>(tasks: readonly Promise<T>[]): Promise<readonly T[]> {
  const results = await Promise.allSettled(tasks);
  const errors = results.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  if (errors.length > 0) throw new AggregateError(errors, errors.map(readMessage).join("\n"));
  return results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}
