import { codeOf } from "../../components/core/exit-code";
import { demandPulumi } from "../../infra/demand-pulumi";

const requirePulumiVersion = jest.fn<Promise<void>, [string]>();
jest.mock("@pulumi/pulumi", () => ({
  ...jest.requireActual<object>("@pulumi/pulumi"),
  requirePulumiVersion: async (range: string) => {
    await requirePulumiVersion(range);
  },
}));

test("a Pulumi whose language host passes Ctrl-C on is asked for, and taken", async () => {
  requirePulumiVersion.mockResolvedValue();
  await expect(demandPulumi()).resolves.toBeUndefined();
  expect(requirePulumiVersion).toHaveBeenCalledWith(">=3.229.0");
});

test("an older one is refused with what the engine says, code 2 and the way out", async () => {
  const details = "Pulumi CLI version 3.190.0 does not satisfy the version range '>=3.229.0'";
  requirePulumiVersion.mockRejectedValue(Object.assign(new Error(`2 UNKNOWN: ${details}`), { details }));
  const error = await demandPulumi().catch((thrown: unknown) => thrown as Error);
  expect(error?.message).toContain(`got ${details}\n  → install a newer Pulumi`);
  expect(codeOf(error?.message ?? "")).toBe(2);
});
