import { recallTimeline } from "../../../replay/recording/recall-timeline";

const moves = [
  { atSeconds: 100, to: 1 },
  { atSeconds: 200, to: 5 },
  { atSeconds: 300, to: 0 },
  { atSeconds: 400, to: 1 },
];

test.each([
  {
    name: "from the first raise until the next 0",
    from: 50,
    until: 350,
    expected: {
      timeline: [
        { atSeconds: 100, weight: 1 },
        { atSeconds: 200, weight: 5 },
      ],
      untilSeconds: 300,
    },
  },
  {
    name: "from the weight that was there already",
    from: 150,
    until: 250,
    expected: {
      timeline: [
        { atSeconds: 150, weight: 1 },
        { atSeconds: 200, weight: 5 },
      ],
      untilSeconds: 250,
    },
  },
  {
    name: "after a 0",
    from: 350,
    until: 500,
    expected: { timeline: [{ atSeconds: 400, weight: 1 }], untilSeconds: 500 },
  },
  { name: "without any weight", from: 310, until: 390, expected: { untilSeconds: 390 } },
])("recallTimeline() knows the weights $name", ({ from, until, expected }) => {
  expect(recallTimeline(moves, from, until)).toEqual(expected);
});
