import { RunError, runtime } from "@pulumi/pulumi";
import { demandOwnState } from "../../infra/demand-own-state";
import { toSettings } from "../../stacks/settings/settings";
import { configWith } from "../support/environment";

const settings = toSettings(configWith(), { kind: "base", environment: "prod" });

/** Outcome for a stack whose state the engine tells so. */
async function demand(answer: (inputs: Readonly<Record<string, unknown>>) => object): Promise<unknown> {
  const newResource = (): never => {
    throw new Error("nothing may be declared");
  };
  const call = ({ token, inputs }: { token: string; inputs: Readonly<Record<string, unknown>> }): object => {
    expect(token).toBe("pulumi:pulumi:readStackResourceOutputs");
    return answer(inputs);
  };
  await runtime.setMocks({ call, newResource }, "deploy", "prod", true, "organization");
  return await demandOwnState(settings).catch((error: unknown) => error);
}

const release = (app: string) => ({
  outputs: {
    [`urn:pulumi:prod::deploy::pulumi-nodejs:dynamic/sluice:Release::${app}`]: {
      outputs: { settings: { ...settings, app } },
    },
    "urn:pulumi:prod::deploy::pulumi:pulumi:Stack::deploy-prod": {},
  },
});

test("demandOwnState() asks for this very stack, and takes its own state and an empty one", async () => {
  const asked: unknown[] = [];
  expect(await demand((inputs) => (asked.push(inputs["stackName"]), release(settings.app)))).toBeUndefined();
  expect(asked).toEqual(["organization/deploy/prod"]);
  expect(await demand(() => ({}))).toBeUndefined();
});

test("demandOwnState() refuses another app's state with code 3, naming it", async () => {
  const error = await demand(() => release("shop"));
  expect(RunError.isInstance(error)).toBe(true);
  expect((error as Error).message).toMatch(
    /^\[sluice:3\] Cannot deploy "scholarlink": the state of stack "prod" in project "deploy" must be of app "scholarlink" .*: got app "shop"/,
  );
});

test("demandOwnState() goes on where the engine cannot tell, and says so", async () => {
  const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
  const answer = (): never => {
    throw new Error("no such function");
  };
  expect(await demand(answer)).toBeUndefined();
  warn.mockRestore();
});
