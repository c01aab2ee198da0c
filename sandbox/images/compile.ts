import { spawn } from "node:child_process";
import { goPath } from "../go-path";

/** A Go program to compile. */
export interface GoProgram {
  /** Folder with go.mod. */
  readonly directory: string;
  /** Path of the binary. */
  readonly output: string;
  /** Values set at link time, by full variable name such as "main.version". @default - none */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Compiles a Go program into a static binary that is the same bytes wherever it is built with the same Go version.
 * @param go - the Go command, a path or a name on PATH
 * @throws {Error} when Go is missing or the program does not compile, with Go's own output
 */
export async function compileGo(program: GoProgram, go = "go"): Promise<void> {
  const assignments = Object.entries(program.variables ?? {}).map(([name, value]) => `-X '${name}=${value}'`);
  const ldflags = ["-s", "-w", "-buildid=", ...assignments].join(" ");
  const child = spawn(go, ["build", "-mod=readonly", "-ldflags", ldflags, "-o", program.output, "."], {
    cwd: program.directory,
    env: {
      ...process.env,
      PATH: goPath(process.env),
      CGO_ENABLED: "0",
      GOFLAGS: "-trimpath -buildvcs=false",
      GOTOOLCHAIN: "local",
      GOWORK: "off",
      GOOS: "linux",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  await new Promise<void>((resolve, reject) => {
    child.on("error", (error) =>
      reject(
        new Error(`Cannot compile "${program.directory}": ${go} must be a Go command: ${error.message}`),
      ),
    );
    child.on("close", (code) => {
      if (code === 0) {
        resolve();
        return;
      }
      const text = Buffer.concat(output).toString("utf8").trim();
      reject(new Error(`Cannot compile "${program.directory}": go build must exit 0: got ${code}\n${text}`));
    });
  });
}
