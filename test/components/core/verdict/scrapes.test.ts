import { intervalOf, patienceOf } from "../../../../components/core/verdict";
import { begin } from "./support";

test("patienceOf() is the gap of the parameters while the scrape interval is unknown", () => {
  const state = begin();
  expect(intervalOf(state)).toBe(0);
  expect(patienceOf(state)).toBe(state.parameters.gapSeconds);
});
