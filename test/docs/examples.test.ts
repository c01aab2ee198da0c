import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runInNewContext } from "node:vm";
import { RunEnd } from "../../components/core/run-end";
import { weightStage } from "../../components/core/stage/exposure";
import { given, intended, soaking } from "../components/core/release/situations";
import { facts as soakFacts, failed } from "../components/core/stage/soak-facts";
import { fileWith } from "../support/environment";
import { A } from "../components/core/release/world";
import { before, factsOf, ledgerOf, released } from "../support/gate";
import * as verdict from "../../components/core/verdict/index";
import * as csp from "../../policies/headers/csp/parse-csp";

const root = path.resolve(__dirname, "../..");
const folders = ["components/core", "stacks", "cli", "policies", "replay"];

const list = (folder: string): string[] =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));

/** Examples in one line, of the form `expression // value`. */
const examples = folders.flatMap(list).flatMap((file) => {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const found = text.matchAll(/^ \* @example (?<call>\w+\(.*\)(?:\.\w+|\[\d+\])*) \/\/ (?<value>.+)$/gmu);
  return Array.from(found, ({ groups = {} }) => ({
    file,
    call: groups["call"] ?? "",
    value: groups["value"] ?? "",
  }));
});

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(20);
});

test.each(examples)("$file: $call", ({ file, call, value }) => {
  const scope = { ...verdict, ...csp, ...(require(path.join(root, file)) as Record<string, unknown>) };
  const run = (expression: string): unknown => runInNewContext(`(${expression})`, { ...scope }) as unknown;
  expect(run(call)).toEqual(run(value));
});

/** Values that an example of several lines names, with what it then calls, or the error that it ends with. */
interface Scene {
  readonly scope: Readonly<Record<string, unknown>>;
  readonly calls?: readonly string[];
  readonly throws?: string;
}

const project = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-examples-"));
fs.writeFileSync(path.join(project, "Pulumi.prod.yaml"), fileWith({}));
afterAll(() => fs.rmSync(project, { recursive: true }));

const scenes: Readonly<Record<string, readonly Scene[]>> = {
  "components/core/gate/assess-gate.ts": [
    { scope: { facts: factsOf() } },
    { scope: { facts: factsOf({ wanted: { image: before } }) }, throws: "Cannot raise traffic of" },
  ],
  "components/core/release/decide-release.ts": [
    { scope: { facts: given({}) } },
    {
      scope: { facts: given({ ledgerProblem: "no JSON" }) },
      throws: "must be a readable ledger: got no JSON",
    },
    {
      scope: { facts: { ...soaking, image: A, intent: intended }, reason: "reverted" },
      calls: ["moveToZero revert"],
    },
  ],
  "components/core/stage/decide-stage.ts": [
    {
      scope: {
        situation: { ledger: ledgerOf(), wanted: { image: released }, stage: weightStage(1), liveWeight: 0 },
      },
      calls: ["raiseTraffic"],
    },
  ],
  "components/core/stage/watch-soak.ts": [
    { scope: { facts: soakFacts() } },
    { scope: { facts: soakFacts(failed) }, calls: ["abortRelease fail"] },
  ],
  "stacks/load.ts": [{ scope: { process: { cwd: () => project } }, calls: ["log scholarlink"] }],
};

/** Examples of several lines, by their files. */
const programs = folders.flatMap(list).flatMap((file) => {
  const [, lines] = /@example\n((?: \* .*\n)+)/.exec(fs.readFileSync(path.join(root, file), "utf8")) ?? [];
  return lines === undefined ? [] : [{ file, text: lines.replaceAll(/^ \* /gm, "") }];
});

test("each example of several lines has a scene", () => {
  expect(programs.map(({ file }) => file).toSorted()).toEqual(Object.keys(scenes).toSorted());
});

test.each(programs.flatMap(({ file, text }) => (scenes[file] ?? []).map((scene) => ({ file, text, scene }))))(
  "the example of $file runs",
  async ({ file, text, scene: { scope, calls = [], throws } }) => {
    const made: string[] = [];
    const note =
      (name: string) =>
      (_session: unknown, { kind = "" }: { readonly kind?: string } = {}) =>
        void made.push(`${name} ${kind}`.trim());
    const others = {
      RunEnd,
      session: {},
      stage: {},
      reason: "",
      ...Object.fromEntries(["moveToZero", "raiseTraffic", "abortRelease"].map((name) => [name, note(name)])),
      console: { log: (word: string) => void made.push(`log ${word}`) },
    };
    const all = { ...others, ...(require(path.join(root, file)) as Record<string, unknown>), ...scope };
    const run = runInNewContext(`(async () => {${text}})`, all) as () => Promise<void>;
    const ended = await run().then(
      () => undefined,
      (error: unknown) => (error as Error).message,
    );
    expect([ended, made]).toEqual([
      throws === undefined ? undefined : expect.stringContaining(throws),
      calls,
    ]);
  },
);
