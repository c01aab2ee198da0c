import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

interface Input {
  readonly method?: string;
  readonly uri?: string;
  readonly version?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly data?: string;
  readonly encoded_request?: string;
  readonly autocomplete_headers?: boolean;
}

interface TestFile {
  readonly rule_id: number;
  readonly tests: readonly {
    readonly test_id: number;
    readonly stages: readonly {
      readonly input: Input;
      readonly output: {
        readonly log?: {
          readonly expect_ids?: readonly number[];
          readonly no_expect_ids?: readonly number[];
        };
      };
    }[];
  }[];
}

/** A request of the Core Rule Set's regression corpus, and the rules that must and must not fire. */
export interface CorpusCase {
  /** For example `942100-3`. */
  readonly name: string;
  readonly rule: number;
  readonly input: Input;
  readonly fires: readonly number[];
  readonly stays: readonly number[];
}

/** Reads the corpus of requests; answers are not looked at by the firewall, and their tests are left out. */
export function readCorpus(folder: string): readonly CorpusCase[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => /REQUEST-.*\.ya?ml$/.test(name))
    .toSorted()
    .flatMap((name) => {
      const file = parse(readFileSync(path.join(folder, name), "utf8")) as TestFile | null;
      // Some files are comments alone.
      const { rule_id: rule, tests } = file ?? { rule_id: 0, tests: [] };
      return tests.flatMap(({ test_id: id, stages }) =>
        stages.flatMap(({ input, output }, index) => {
          const { expect_ids: fires = [], no_expect_ids: stays = [] } = output.log ?? {};
          if (fires.length + stays.length === 0) return [];
          return [{ name: `${rule}-${id}${index === 0 ? "" : `.${index + 1}`}`, rule, input, fires, stays }];
        }),
      );
    });
}

/** A request as it is sent, with an id by which its line in the log is found. */
export function toBytes({ input, name }: CorpusCase): Buffer {
  const id = `X-Request-Id: ${name}\r\n`;
  if (input.encoded_request !== undefined) {
    const raw = Buffer.from(input.encoded_request, "base64").toString("latin1");
    return Buffer.from(raw.replace("\r\n", `\r\n${id}`), "latin1");
  }
  const { method = "GET", uri = "/", version = "HTTP/1.1", data = "", headers = {} } = input;
  const body = Buffer.from(data);
  const given = Object.entries(headers).map(([key, value]) => `${key}: ${value}\r\n`);
  const has = (wanted: string): boolean => Object.keys(headers).some((one) => one.toLowerCase() === wanted);
  const isCompleted = input.autocomplete_headers ?? true;
  const added = [
    ...(isCompleted && !has("connection") ? ["Connection: close\r\n"] : []),
    ...(isCompleted && body.length > 0 && !has("content-length") && !has("transfer-encoding")
      ? [`Content-Length: ${body.length}\r\n`]
      : []),
    ...(isCompleted && body.length > 0 && !has("content-type")
      ? ["Content-Type: application/x-www-form-urlencoded\r\n"]
      : []),
  ];
  const head = [`${method} ${uri} ${version}\r\n`, id, ...given, ...added, "\r\n"].join("");
  return Buffer.concat([Buffer.from(head), body]);
}
