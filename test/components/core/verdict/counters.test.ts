import { ingest } from "../../../../components/core/verdict";
import { countCanary, idle, series } from "./support";

type Samples = readonly (readonly [number, number])[];
const counterCases: { name: string; samples: Samples; requests: number }[] = [
  { name: "the first sample is a baseline", samples: [[1002, 100]], requests: 0 },
  {
    name: "increments add up",
    samples: [
      [1002, 100],
      [1007, 103],
      [1012, 110],
    ],
    requests: 10,
  },
  {
    name: "a reset counts from 0",
    samples: [
      [1002, 100],
      [1007, 110],
      [1012, 4],
      [1017, 6],
    ],
    requests: 16,
  },
  {
    name: "the same sample twice counts once",
    samples: [
      [1002, 1],
      [1007, 3],
      [1007, 3],
      [1012, 4],
    ],
    requests: 3,
  },
  {
    name: "samples in disorder are put in order",
    samples: [
      [1012, 9],
      [1002, 1],
      [1007, 3],
    ],
    requests: 8,
  },
  {
    name: "NaN is no sample",
    samples: [
      [1002, 1],
      [1007, Number.NaN],
      [1012, 4],
    ],
    requests: 3,
  },
  {
    name: "infinity is no sample",
    samples: [
      [1002, 1],
      [1007, Infinity],
      [1012, 4],
    ],
    requests: 3,
  },
  {
    name: "a negative value is no sample",
    samples: [
      [1002, 1],
      [1007, -5],
      [1012, 4],
    ],
    requests: 3,
  },
  {
    name: "a short gap is bridged",
    samples: [
      [1002, 1],
      [1007, 3],
      [1022, 8],
    ],
    requests: 7,
  },
  {
    name: "after a long gap a baseline is taken",
    samples: [
      [1002, 1],
      [1007, 3],
      [1047, 90],
      [1052, 95],
    ],
    requests: 7,
  },
  {
    name: "a sample from the future waits",
    samples: [
      [1002, 1],
      [1007, 3],
      [1099, 90],
    ],
    requests: 2,
  },
  {
    name: "samples before the stage are not used",
    samples: [
      [990, 1],
      [995, 50],
      [1002, 80],
      [1007, 83],
    ],
    requests: 3,
  },
];

test.each(counterCases)("ingest() reads raw counters: $name", ({ samples, requests }) => {
  expect(countCanary([series("canary", "200", samples)], 1060).canary.requests).toBe(requests);
});

describe("ingest() with series that come and go", () => {
  const known = series("canary", "200", idle(1060, 1002));

  test("a series that is new on a target whose others go on counts from 0", () => {
    const born = series("canary", "500", [
      [1012, 3],
      [1017, 4],
    ]);
    expect(countCanary([known, born], 1060).canary).toEqual({ requests: 4, errors: 4 });
  });

  test("a series of a target that is new altogether begins with a baseline", () => {
    const born = series(
      "canary",
      "500",
      [
        [1012, 3],
        [1017, 4],
      ],
      "canary-pod-2",
    );
    expect(countCanary([known, born], 1060).canary.errors).toBe(1);
  });

  test("a series without counters makes its target known", () => {
    const up = { ...series("canary", "up", idle(1060, 1002)), counters: [] };
    const born = series("canary", "500", [
      [1012, 3],
      [1017, 4],
    ]);
    expect(countCanary([up, born], 1060).canary.errors).toBe(4);
  });

  test("labels that all change at once are a baseline and not thousands of requests", () => {
    const before = series("canary", "200", [
      [1002, 5000],
      [1007, 5001],
    ]);
    const after = {
      ...series("canary", "200", [
        [1012, 5002],
        [1017, 5003],
      ]),
      id: "renamed",
    };
    expect(countCanary([before, after], 1060).canary.requests).toBe(2);
  });

  test("two series with one identity count once", () => {
    const one = series("canary", "200", [
      [1002, 1],
      [1007, 5],
    ]);
    expect(countCanary([one, one], 1060).canary.requests).toBe(4);
  });

  test("pods that are replaced go on where the new ones begin", () => {
    const old = series(
      "canary",
      "200",
      [
        [1002, 50],
        [1007, 60],
      ],
      "a",
    );
    const fresh = series(
      "canary",
      "200",
      [
        [1012, 7],
        [1017, 9],
      ],
      "b",
    );
    expect(countCanary([old, fresh], 1060).canary.requests).toBe(12);
  });

  test("a series unheard of for an hour is forgotten", () => {
    const { state } = countCanary([known], 1060);
    expect(state.series).toHaveLength(2);
    const other = series("canary", "200", [[4790, 1]], "other");
    expect(ingest(state, [other], 4800).state.series).toHaveLength(1);
  });
});
