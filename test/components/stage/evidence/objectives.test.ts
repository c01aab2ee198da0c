import type { Cluster } from "../../../../components/cluster/api";
import { revisionLabel } from "../../../../components/core/settings";
import { chooseObjectives } from "../../../../components/stage/evidence/objectives";
import { parseStackName } from "../../../../stacks/name";
import { toSettings } from "../../../../stacks/settings/settings";
import { configWith } from "../../../support/environment";
import { clusterWith } from "../../../support/evidence";

const image = `registry.example.org/waf@sha256:${"a".repeat(64)}`;
const edge = `{ waf: { mode: block, image: "${image}" } }`;
const settings = toSettings(configWith({ edge }), parseStackName("prod"));

const templateOf = (...containers: readonly string[]) => ({
  metadata: { labels: { [revisionLabel]: "r1" } },
  spec: { containers: [{ name: "app" }], initContainers: containers.map((name) => ({ name })) },
});

/** A cluster whose stable runs a template, and nothing is stored. */
const clusterOf = (template: unknown, asked: string[] = []): Cluster => ({
  ...clusterWith([]).cluster,
  find: async <T>(path: string) => {
    asked.push(path);
    const isStable = path.endsWith("/deployments/scholarlink-stable");
    return await Promise.resolve((isStable ? { metadata: {}, spec: { template } } : undefined) as T);
  },
});

const namesOf = ({ objectives }: Awaited<ReturnType<typeof chooseObjectives>>) =>
  (objectives["metrics"] as readonly { readonly name: string }[]).map(({ name }) => name);

test("the first release with a firewall is not judged by what it refuses, and people are told", async () => {
  const chosen = await chooseObjectives(clusterOf(templateOf()), settings, 1_763_000_300);
  expect(namesOf(chosen)).toEqual([]);
  expect(chosen.note).toMatch(/^stable has no firewall: .*\nstable's own error ratio is not known/);
  const { analysis } = settings;
  const fixed = { ...settings, analysis: { ...analysis, parameters: { pBad: 0.1 } } };
  expect((await chooseObjectives(clusterOf(templateOf()), fixed, 1_763_000_300)).note).toMatch(
    /^stable has no firewall: [^\n]*$/,
  );
});

test("every later one is; the version that is released is looked up where it is known", async () => {
  const asked: string[] = [];
  const cluster = clusterOf(templateOf("waf"), asked);
  const chosen = await chooseObjectives(cluster, { ...settings, revision: "r2" }, 1_763_000_300);
  expect(namesOf(chosen)).toEqual(["waf"]);
  expect(asked).toContainEqual(expect.stringMatching(/\/controllerrevisions\/scholarlink-r2$/));
});
