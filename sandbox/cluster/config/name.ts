/** Name of the sandbox where none is given. */
export const DEFAULT_SANDBOX_NAME = "sluice";

const NAME = /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/;

/**
 * Checks a sandbox's name: it becomes a node name, a kubeconfig context, a cgroup and a folder, so it is a DNS label
 * of at most 30 characters.
 * @returns the name
 * @throws {RangeError} when it is not
 */
export function parseSandboxName(name: string): string {
  if (NAME.test(name)) return name;
  throw new RangeError(
    `Cannot use sandbox "${name}": name must be 1 to 30 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash: got "${name}"`,
  );
}
