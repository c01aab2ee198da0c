import { nameEndpoints, rememberOwners } from "../../../../components/core/sources/endpoints";
import type { Owner } from "../../../../components/core/sources/endpoints";

const owner = (track: "stable" | "canary", fromSeconds: number, address = "10.0.0.1"): Owner => ({
  address,
  track,
  fromSeconds,
  seenSeconds: fromSeconds,
});

test("rememberOwners() keeps pods that are gone for a while, and each pod once", () => {
  const old = owner("stable", 1);
  const known = owner("stable", 100, "10.0.0.2");
  const again = { ...known, seenSeconds: 300 };
  expect(rememberOwners([old, known], [again, owner("canary", 200)], 50)).toEqual([
    again,
    owner("canary", 200),
  ]);
});

test.each(["10.0.0.1:8080", "[10.0.0.1]:8080"])(
  "nameEndpoints() cuts %s where another pod got its address",
  (endpoint) => {
    const samples = [
      [5, 1],
      [10, 2],
      [15, 3],
      [20, 0],
      [25, 4],
    ] as const;
    const owners = [owner("canary", 18), owner("stable", 8), owner("canary", 0, "10.0.0.9")];
    const named = nameEndpoints([{ labels: { to: endpoint }, samples }], "to", owners);
    expect(named).toEqual([
      { labels: { to: endpoint }, samples: [[5, 1]] },
      {
        labels: { to: endpoint, sluice_dev_track: "stable" },
        samples: [
          [10, 2],
          [15, 3],
        ],
      },
      {
        labels: { to: endpoint, sluice_dev_track: "canary" },
        samples: [
          [20, 0],
          [25, 4],
        ],
      },
    ]);
  },
);

test("nameEndpoints() leaves a series without address as it is", () => {
  const metric = { labels: {}, samples: [[1, 1]] as const };
  expect(nameEndpoints([metric], "to", [owner("stable", 0)])).toEqual([metric]);
});
