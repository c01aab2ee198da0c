import { judgeImages } from "../../../../components/core/release/judge-images";
import type { ImageAnswer } from "../../../../components/core/release/judge-images";

const there: ImageAnswer = { kind: "there" };
const absent: ImageAnswer = { kind: "absent" };
const unknown: ImageAnswer = { kind: "unknown", text: "timed out" };
const ask = (target: ImageAnswer, stable: ImageAnswer) =>
  judgeImages([
    { whose: "the release's", image: "app@b", answer: target },
    { whose: "stable's", image: "app@a", answer: stable },
  ]);

test("judgeImages() takes for gone what is absent where another is there", () => {
  expect(ask(there, there)).toEqual({ gone: [], notes: [] });
  expect(ask(absent, there)).toEqual({
    gone: [
      {
        image: "app@b",
        text: "the release's image app@b is no longer in its registry: no new pod can start from it",
      },
    ],
    notes: [],
  });
  expect(ask(unknown, absent).gone).toEqual([]);
});

test("judgeImages() only tells of what it could not see", () => {
  expect(ask(absent, absent)).toEqual({
    gone: [],
    notes: [
      "the release's image app@b was not found, nor any other: it may be hidden",
      "stable's image app@a was not found, nor any other: it may be hidden",
    ],
  });
  expect(ask(unknown, there).notes).toEqual(["the release's image app@b could not be asked for: timed out"]);
});
