import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { declareStage } from "../../infra/stage";
import { toSettings } from "../../stacks/settings/settings";
import { base, release } from "../support/base-program";
import { configWith } from "../support/environment";
import { runWithMocks } from "../support/pulumi-mocks";
import type { Registered } from "../support/pulumi-mocks";

const folder = path.resolve(__dirname, "../fixtures/upgrade");
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".json"));

interface Stored {
  readonly type: string;
  readonly urn: string;
  readonly inputs?: Record<string, unknown>;
}

/** Resources of a stack as an older Sluice left them, without stack and plugins. */
function read(fixture: string, stack: string): readonly Stored[] {
  const { stableImage: stable, canaryImage: canary } = release;
  const text = readFileSync(path.join(folder, fixture), "utf8");
  const { stacks, ledger } = JSON.parse(text) as {
    stacks: Record<string, { deployment: { resources?: readonly Stored[] } }>;
    ledger: { phase: string };
  };
  // While it is promoted, stable has the release's image as well.
  const before = ledger.phase === "promoting" ? canary : stable;
  const filled = JSON.stringify(stacks[stack]?.deployment.resources ?? [])
    .replaceAll("{{repository}}@sha256:{{digest of v1}}", before)
    .replaceAll("{{repository}}@sha256:{{digest of v2}}", canary)
    .replaceAll("t-{{environment}}", "captured")
    .replaceAll("{{environment}}", "captured");
  return (JSON.parse(filled) as Stored[]).filter(({ type }) => !type.startsWith("pulumi:"));
}

const nameOf = ({ type, urn }: Stored): string => `${type} ${urn.split("::").at(-1)}`;
const namesOf = (registered: readonly Registered[]): string[] =>
  registered.map(({ type, name }) => `${type} ${name}`);

const keys = {
  app: "{ name: scholarlink, namespace: captured, replicas: 2, resources: { requests: { cpu: 10m, memory: 32Mi } } }",
  traffic: "{ hosts: [captured.example.org], scheme: http, gateway: { name: sluice, namespace: gateway } }",
};

test.each(fixtures)("of %s nothing is deleted", async (fixture) => {
  const stage = toSettings(configWith(), { kind: "stage", environment: "prod", key: "5" });
  const { registered } = await runWithMocks("prod-canary-5", () =>
    declareStage({ kind: "stage", settings: stage, key: "5" }),
  );
  const declared = namesOf(await base(keys, { migrate: false }));
  const of = (stack: string): string[] => read(fixture, stack).map(nameOf);
  expect(of("base").filter((name) => !declared.includes(name))).toEqual([]);
  expect([...of("5"), ...of("100")].filter((name) => !namesOf(registered).includes(name))).toEqual([]);
  expect(of("base").length).toBeGreaterThan(10);
});

/** Fields that the release states, and an annotation of a Deployment itself, which restarts no pod. */
const free = ["image", "replicas", "__defaults", "pulumi.com/skipAwait"];

/** Inputs without a track's image, its number of pods, and whether the engine waits for it. */
function settled(inputs: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(JSON.stringify(inputs), (key, value: unknown) =>
    free.includes(key) ? undefined : value,
  ) as unknown;
}

test.each(fixtures)("of %s no object that serves is changed by the newer program", async (fixture) => {
  const declared = await base(keys, { migrate: false }, false, "unlabelled");
  const serving = read(fixture, "base").filter(({ type }) =>
    /Deployment$|Service$|Budget$|NetworkPolicy$/.test(type),
  );
  expect(serving).toHaveLength(8);
  for (const stored of serving) {
    const now = declared.find(({ type, name }) => `${type} ${name}` === nameOf(stored));
    expect(settled(now?.inputs ?? {})).toEqual(settled(stored.inputs ?? {}));
  }
});
