import type { CallOptions, Cluster } from "../../../../components/cluster/api";
import { ApiError, patchNotApplied } from "../../../../components/cluster/api-error";
import type { PatchOperation } from "../../../../components/core/routers/json-patch";
import type { Settings } from "../../../../components/core/settings";
import { rehearseWeight } from "../../../../components/traffic/write/rehearse-weight";
import { applyJsonPatch } from "../../../support/json-patch";
import { ownRules, settings, viewOf, writtenRoute } from "../../core/routers/gateway/any-route";

const live = writtenRoute(ownRules(5), "7.a");

async function rehearse(
  answer: (made: typeof live) => unknown,
): Promise<{ said: string[]; asked: string[] }> {
  const [said, asked]: string[][] = [[], []];
  const call = async (_method: string, path: string, options?: CallOptions): Promise<unknown> => {
    asked?.push(path);
    return await Promise.resolve(answer(applyJsonPatch(live, options?.body as readonly PatchOperation[])));
  };
  await rehearseWeight(
    {
      settings: settings as unknown as Settings,
      cluster: { call } as unknown as Cluster,
      say: (text) => said?.push(text),
    },
    viewOf(live),
    { weight: 20, epoch: "8.b" },
  );
  return { said: said ?? [], asked: asked ?? [] };
}

const refusal = (status: number, reason: string, message: string) => () => {
  throw new ApiError(status, reason, message);
};

test("rehearseWeight() writes nothing, and lets pass what comes back whole", async () => {
  const { said, asked } = await rehearse((made) => made);
  expect(said).toEqual([]);
  expect(asked).toEqual([expect.stringMatching(/[&?]dryRun=All$/)]);
});

test("rehearseWeight() refuses where a field does not come back", async () => {
  const pruned = (made: typeof live) => {
    const rules = made.spec.rules?.map(({ backendRefs = [], ...rule }) => ({
      ...rule,
      backendRefs: backendRefs.map(({ name }) => ({ name })),
    }));
    return { ...made, spec: { ...made.spec, rules } };
  };
  await expect(rehearse(pruned)).rejects.toThrow(
    /got back without \/spec\/rules\/\d\/backendRefs\/0\/weight, .*weight was not changed/,
  );
});

test("rehearseWeight() refuses what an admission policy refuses, and names it", async () => {
  const denied = refusal(403, "Forbidden", 'admission webhook "route-rules" denied the request');
  await expect(rehearse(denied)).rejects.toMatchObject({
    end: "refused",
    message: expect.stringContaining("route-rules"),
  });
});

test("rehearseWeight() leaves to the write itself what cannot be tried, or was written by another", async () => {
  const unable = refusal(400, "BadRequest", 'admission webhook "x" does not support dry run');
  expect((await rehearse(unable)).said.join()).toContain("was not tried before");
  expect((await rehearse(refusal(409, "Conflict", "conflict"))).said).toEqual([]);
  expect((await rehearse(refusal(422, patchNotApplied, "test failed"))).said).toEqual([]);
});

test("rehearseWeight() tries again while the API server is away", async () => {
  let times = 1;
  const { said } = await rehearse((made) => (times-- > 0 ? refusal(503, "x", "HTTP 503")() : made));
  expect(said).toEqual([expect.stringContaining("HTTP 503")]);
});
