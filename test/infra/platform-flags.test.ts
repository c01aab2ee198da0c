import { flagRules } from "../../components/core/access/roles";
import { declarePlatform } from "../../infra/platform";
import { readPlatform } from "../../stacks/platform";
import { findRegistered, runWithMocks } from "../support/pulumi-mocks";

async function platform(flags: boolean) {
  const text = `config:
  sluice:cluster: { context: prod-eu, uid: 5e0a34c2 }
  sluice:access:
    - { namespace: prod, flags: ${flags}, viewers: ["group:all"], releasers: ["user:ada"], aborters: ["group:sre"] }
`;
  const config = readPlatform("Pulumi.platform.yaml", text);
  return (await runWithMocks("platform", () => declarePlatform(config))).registered;
}

test("declarePlatform() gives those who release and abort what flags need, where an app has flags", async () => {
  const all = await platform(true);
  expect(findRegistered(all, "Role", "prod-flags").inputs).toMatchObject({
    metadata: { name: "sluice-flags", namespace: "prod" },
    rules: flagRules,
  });
  const { subjects } = findRegistered(all, "RoleBinding", "prod-flags").inputs;
  expect(subjects).toMatchObject([{ name: "ada" }, { name: "sre" }]);
  expect((await platform(false)).map(({ name }) => name)).not.toContain("prod-flags");
});
