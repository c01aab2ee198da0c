import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its key, PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** Terms of a certificate. */
export interface Terms {
  /** Name that it is for. */
  readonly name: string;
  /** @default an hour ago */
  readonly from?: Date;
  /** Extensions as openssl has them. @default none */
  readonly extensions?: readonly string[];
  /** @default 60 days from now */
  readonly until?: Date;
}

/** An authority of a test. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly cert: string;
  sign(terms: Terms): Pair;
}

const [hour, day] = [3_600_000, 86_400_000];

const configuration = `[req]
distinguished_name = nothing
[nothing]
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

const compact = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`;

/** Runs openssl in a folder of its own with the given files, and reads two others back. */
function run(files: Readonly<Record<string, string>>, commands: readonly (readonly string[])[]): Pair {
  const folder = mkdtempSync(join(tmpdir(), "sluice-certificate-"));
  const all = { "openssl.cnf": configuration, "index.txt": "", serial: "01\n", ...files };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), text);
  for (const args of commands) execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  const pair = { cert: read("cert.pem"), key: read("key.pem") };
  rmSync(folder, { recursive: true });
  return pair;
}

const words = (line: string): readonly string[] => line.split(" ");

const curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

const request = (subject: string, extension: string, rest: string): readonly string[] =>
  words(`req -config openssl.cnf ${curve} -keyout key.pem -subj /CN=${subject} -addext ${extension} ${rest}`);

/** Makes a certificate that signs itself, for a name. */
export function makeSelfSigned(name: string): Pair {
  return run({}, [request(name, `subjectAltName=DNS:${name}`, "-x509 -days 30 -out cert.pem")]);
}

/** Makes an authority. */
export function makeAuthority(authority = "test-authority"): Authority {
  const own = run({}, [
    request(authority, "basicConstraints=critical,CA:TRUE", "-x509 -days 90 -out cert.pem"),
  ]);
  const files = { "ca.crt": own.cert, "ca.key": own.key };
  // Of openssl 3.0 no other command takes times.
  const ca =
    "ca -batch -config openssl.cnf -notext -cert ca.crt -keyfile ca.key -in request.pem -out cert.pem";
  return {
    cert: own.cert,
    sign: ({
      name,
      from = new Date(Date.now() - hour),
      until = new Date(Date.now() + 60 * day),
      extensions = [],
    }) =>
      run(files, [
        request(
          name,
          `subjectAltName=DNS:${name}`,
          [...extensions.map((one) => `-addext ${one}`), "-new -out request.pem"].join(" "),
        ),
        words(`${ca} -startdate ${compact(from)} -enddate ${compact(until)}`),
      ]),
  };
}
