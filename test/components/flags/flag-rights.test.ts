import { describeRight } from "../../../components/core/access/right";
import { neededFlagRights } from "../../../components/core/access/rights";
import { flagRoles, flagRules, holdersOf, roleNames, roleRules } from "../../../components/core/access/roles";
import type { RoleName, RoleRule } from "../../../components/core/access/roles";
import { switchFlag } from "../../../cli/flags/switch-flag";
import type { Environment } from "../../../cli/environment";
import { rollOutFlag } from "../../../components/flags/roll-out-flag";
import { flagWorld } from "../../support/flag-world";
import { liveOf, recordOf, specOf } from "../../support/flags";
import { allows, rightOf } from "../../support/right-of";
import type { ObjectRight } from "../../support/right-of";

/** Rules that an account of a role has, without those of flags. */
const rulesOf = (role: RoleName): readonly RoleRule[] =>
  roleNames.filter((one) => holdersOf(one).includes(role)).flatMap(roleRules);

/** Rights that requests need, each once; Prometheus is asked in a namespace of its own. */
function rightsOf(requests: readonly string[]): readonly ObjectRight[] {
  const own = requests.filter((request) => !request.includes("/services/"));
  const found = new Map(own.map((request) => [describeRight(rightOf(request)), rightOf(request)]));
  return [...found.values()];
}

const spec = (badRatio: number) => ({
  badRatio,
  spec: specOf({}, [
    { percent: 20, soakSeconds: 15 },
    { percent: 100, soakSeconds: 15 },
  ]),
});

/** Rights of a whole run, good or bad. */
async function askedByRun(badRatio: number): Promise<readonly ObjectRight[]> {
  const world = flagWorld(spec(badRatio));
  await rollOutFlag(world.context());
  return rightsOf(world.requests);
}

async function askedBySwitch(): Promise<readonly ObjectRight[]> {
  const world = flagWorld({ record: recordOf({ "new-search": liveOf({ percent: 25 }) }) });
  const { settings, cluster, now, requests } = world;
  const context = { settings, cluster, now, say: () => undefined } as unknown as Environment;
  await switchFlag(context, { act: "off", name: "new-search", who: "anna", reason: "slow" });
  return rightsOf(requests);
}

test("every request of a flag's run and of its switch is allowed by the roles, and role sluice-flags has nothing else", async () => {
  const asked = { run: await askedByRun(0), badRun: await askedByRun(0.5), switch: await askedBySwitch() };
  expect(asked.badRun.map(describeRight)).toContain("create events");
  for (const [what, rights] of Object.entries(asked))
    for (const role of flagRoles)
      for (const one of rights) {
        const isAllowed = allows([...rulesOf(role), ...flagRules], one);
        expect({ what, role, right: describeRight(one), isAllowed }).toMatchObject({ isAllowed: true });
      }
  const all = Object.values(asked).flat();
  for (const { apiGroups, resources, verbs } of flagRules)
    for (const resource of resources)
      for (const verb of verbs) {
        const rule = [{ apiGroups, resources: [resource], verbs: [verb] }];
        const used = all.find((one) => allows(rule, one));
        const isNew = used !== undefined && flagRoles.some((role) => !allows(rulesOf(role), used));
        expect({ verb, resource, isNew }).toMatchObject({ isNew: true });
      }
});

test("what a run on a flag is refused without is all that it asks for, but for what it can do without", async () => {
  const asked = (await askedByRun(0)).map(describeRight);
  // The object of its runs is there after the first one; another one's pods are told by the kubelet's round.
  expect([...asked, "create configmaps"].toSorted()).toEqual(
    expect.arrayContaining(neededFlagRights.map(describeRight).toSorted()),
  );
  const rest = asked.filter((one) => !neededFlagRights.map(describeRight).includes(one));
  expect(rest).toEqual(["patch pods"]);
});
