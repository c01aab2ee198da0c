import { listVolumes } from "../../../../components/core/workload/volumes";

test("listVolumes() names each volume, and the claim of one that is a claim", () => {
  const volumes = [
    { name: "cache", emptyDir: {} },
    { name: "data", persistentVolumeClaim: { claimName: "shop-data" } },
    // The API server refuses one without a name; it stands here all the same.
    { emptyDir: {} },
  ];
  expect(listVolumes({ volumes })).toEqual([
    { name: "cache" },
    { name: "data", claim: "shop-data" },
    { name: "" },
  ]);
  expect(listVolumes({})).toEqual([]);
});
