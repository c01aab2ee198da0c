import {
  releaseFields,
  releaseOwnSpec,
  releaseReplicas,
} from "../../../../components/traffic/write/hand-over";
import type { FieldOwner } from "../../../../components/traffic/write/hand-over";

const owner = (manager: string, fieldsV1: unknown, subresource?: string): FieldOwner => ({
  manager,
  operation: "Update",
  fieldsV1,
  ...(subresource === undefined ? {} : { subresource }),
});

const base = owner("sluice-base", { "f:spec": { "f:hostnames": {} } });
const router = owner("traefik", { "f:status": {} }, "status");

describe("releaseOwnSpec()", () => {
  test("gives up our spec and keeps our annotations and everybody else's fields", () => {
    const ours = owner("sluice", { "f:metadata": { "f:annotations": {} }, "f:spec": { "f:rules": {} } });
    expect(releaseFields([base, ours, router], releaseOwnSpec)).toEqual([
      base,
      owner("sluice", { "f:metadata": { "f:annotations": {} } }),
      router,
    ]);
  });

  test.each([
    { name: "nothing is ours", owners: [base, router] },
    { name: "only annotations are ours", owners: [base, owner("sluice", { "f:metadata": {} })] },
    { name: "only a subresource is ours", owners: [owner("sluice", { "f:spec": {} }, "scale")] },
    { name: "the owner names no fields", owners: [owner("sluice", undefined)] },
    { name: "there are no owners", owners: [] },
  ])("changes nothing where $name", ({ owners }) => {
    expect(releaseFields(owners, releaseOwnSpec)).toBeUndefined();
  });
});

describe("releaseReplicas()", () => {
  test("gives up the number of pods, whoever claims it, and nothing else", () => {
    const claims = owner("sluice-base", { "f:spec": { "f:replicas": {}, "f:template": {} } });
    expect(releaseFields([claims, router], releaseReplicas)).toEqual([
      owner("sluice-base", { "f:spec": { "f:template": {} } }),
      router,
    ]);
  });

  test("changes nothing where nobody claims it", () => {
    expect(releaseFields([base, router], releaseReplicas)).toBeUndefined();
  });
});
