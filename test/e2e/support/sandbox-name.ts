/** Name of the sandbox of end-to-end tests; another name by SLUICE_E2E_SANDBOX. */
const name = process.env["SLUICE_E2E_SANDBOX"] ?? "e2e";

/**
 * The sandbox that all files of one test worker share. Each worker has one, since tests kill what runs in it.
 * @param worker - as jest counts them, from 1
 */
export function sandboxOf(worker: number): string {
  return worker === 1 ? name : `${name}-${worker}`;
}

/** The sandbox of this process. */
export const sandboxName = sandboxOf(Number(process.env["JEST_WORKER_ID"] ?? 1));
