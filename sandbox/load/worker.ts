import { generateLoad } from "./generator";
import { type LoadOptions, planLoad } from "./options";
import type { LoadMessage } from "./report";

const write = (message: LoadMessage): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const run = async (): Promise<void> => {
  // The parent is gone and reads no more.
  process.stdout.on("error", () => process.exit(1));
  const plan = planLoad(JSON.parse(process.argv[2] ?? "{}") as LoadOptions);
  const stop = new AbortController();
  // Standard input ends when the parent asks for it, and when the parent dies: no load without an owner.
  process.stdin.on("end", () => stop.abort()).resume();
  process.on("SIGTERM", () => stop.abort());
  // Ctrl-C reaches the whole terminal; the parent decides and asks.
  process.on("SIGINT", () => undefined);
  const report = await generateLoad(plan, write, stop.signal);
  write({ type: "report", report });
  process.stdin.destroy();
};

/** Sends the load that the first argument describes as JSON, and prints seconds and report as lines of JSON. */
export function runWorker(): void {
  run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
