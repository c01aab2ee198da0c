import { Provider } from "@pulumi/kubernetes/provider";
import { toProviderArgs } from "../../../components/resources/cluster-provider";
import { runWithMocks } from "../../support/pulumi-mocks";

const before = process.env["KUBECONFIG"];
afterAll(() => {
  if (before === undefined) delete process.env["KUBECONFIG"];
  else process.env["KUBECONFIG"] = before;
});

async function inputsWith(files: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  process.env["KUBECONFIG"] = files;
  const { registered } = await runWithMocks("prod", () => {
    const provider = new Provider("cluster", toProviderArgs({ context: "prod-eu", uid: "1" }));
    return { id: provider.id };
  });
  return registered.find(({ name }) => name === "cluster")?.inputs;
}

test("toProviderArgs() leaves one file of KUBECONFIG to the plugin's input", async () => {
  expect(await inputsWith("/home/anna/eu.yaml")).toMatchObject({
    context: "prod-eu",
    kubeconfig: "/home/anna/eu.yaml",
  });
});

test("toProviderArgs() keeps a list of files from it, which it would take for the text of one", async () => {
  const inputs = await inputsWith("/home/anna/eu.yaml:/home/anna/us.yaml");
  expect(inputs).toMatchObject({ context: "prod-eu" });
  expect(inputs?.["kubeconfig"]).toBeUndefined();
});
