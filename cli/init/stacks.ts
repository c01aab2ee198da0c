import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fullStackName } from "../organization";
import { RunEnd } from "../../components/core/run-end";

const run = promisify(execFile);

/** Runs the real Pulumi CLI in a project's folder; resolves to its standard output. */
async function pulumi(root: string, ...args: readonly string[]): Promise<string> {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const options = { cwd: root, env, maxBuffer: 16 * 1024 * 1024 };
    return (await run("pulumi", [...args, "--non-interactive", "--color", "never"], options)).stdout;
  } catch (error) {
    const { code, stderr = "", message } = error as Error & { code?: unknown; stderr?: string };
    const why =
      code === "ENOENT"
        ? 'it must be on PATH: got none; install Pulumi, or for a sandbox: eval "$(sluice sandbox env)"'
        : stderr.trim() || message;
    throw new RunEnd("usage", `Cannot run "pulumi ${args.slice(0, 2).join(" ")}": ${why}`, {
      cause: error,
    });
  }
}

/** How stacks are created. */
export interface StackOptions {
  /** Organisation of the stacks. @default - Pulumi's own default */
  readonly org?: string | undefined;
  /** Handed on to `pulumi stack init`. @default - Pulumi's own default */
  readonly secretsProvider?: string | undefined;
}

/** Whether a listed stack is one of the organisation that is meant; another's of the same name is not ours. */
function isOurs(name: string, org: string | undefined): boolean {
  const [owner = "", ...rest] = name.split("/");
  // Backends without organisations call theirs so.
  return rest.length === 0 || owner === (org ?? "organization");
}

/**
 * Creates the stacks that do not exist yet.
 * @returns the names of those that were created
 */
export async function createStacks(
  root: string,
  wanted: readonly string[],
  { org, secretsProvider }: StackOptions = {},
): Promise<readonly string[]> {
  const ofOrg = org === undefined ? [] : ["--organization", org];
  const listed = JSON.parse(await pulumi(root, "stack", "ls", "--json", ...ofOrg)) as readonly {
    name: string;
  }[];
  const present = new Set(
    listed.filter(({ name }) => isOurs(name, org)).map(({ name }) => name.split("/").at(-1)),
  );
  const missing = wanted.filter((stack) => !present.has(stack));
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  // One after the other: each may write its own file, and the first may ask the backend to create the project.
  for (const stack of missing)
    await pulumi(root, "stack", "init", fullStackName(stack, org), "--no-select", ...provider);
  return missing;
}
