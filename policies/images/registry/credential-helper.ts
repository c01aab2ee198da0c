import { spawn } from "node:child_process";
import { z } from "zod";
import type { Credentials } from "./credentials";
import { RegistryError } from "./registry-error";

const answerSchema = z.object({ Username: z.string(), Secret: z.string() });
const timeoutMs = 30_000;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function run(command: string, input: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ["get"], {
      env: process.env,
      stdio: ["pipe", "pipe", "ignore"],
      // Not spawn's own timeout: its timer outlives a command that is not there.
      signal: AbortSignal.timeout(timeoutMs),
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
    // A helper that ends without reading its input is judged by its exit.
    child.stdin.on("error", () => undefined).end(input);
  });
}

/**
 * Asks `docker-credential-<name> get`.
 * @param server - as in the Docker configuration
 * @throws {RegistryError} `bad-credentials` when the helper cannot be run or gives no readable answer
 * @see https://github.com/docker/docker-credential-helpers#development
 */
export async function askHelper(name: string, server: string): Promise<Credentials> {
  const command = `docker-credential-${name}`;
  const fail = (reason: string, cause?: unknown): never => {
    throw new RegistryError("bad-credentials", `credentials of ${server}`, `${command} ${reason}`, cause);
  };
  if (!/^[\w.-]+$/.test(name)) fail("is no name of a credential helper");
  const { code, output } = await run(command, server).catch((error: unknown) =>
    fail("could not be run", error),
  );
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return { kind: "anonymous" };
    return fail(`ended with ${code ?? "a signal"}`);
  }
  const answer = answerSchema.safeParse(parseJson(output));
  if (!answer.success) return fail("must print JSON with Username and Secret");
  const { Username: username, Secret: secret } = answer.data;
  if (username === "<token>") return { kind: "identity-token", token: secret };
  return { kind: "password", username, password: secret };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
