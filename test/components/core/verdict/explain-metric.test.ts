import { explain, judge, observeTick } from "../../../../components/core/verdict";
import { begin, nextTick } from "./support";

/** Sentence after so many ticks in which the canary has so many slow requests, and events, of 50. */
function say(ticks: number, slow: number, events: number): string {
  const parameters = { latencyBoundsSeconds: [0.25], events: [{ name: "csp", toleratedRatio: 2 }] };
  let state = begin(parameters);
  for (let i = 0; i < ticks; i++) {
    const { canary, stable, ...tick } = nextTick(state, [50, 0, 950, 0]);
    state = observeTick(state, {
      ...tick,
      canary: { ...canary, slow: [slow], events: [events] },
      stable: { ...stable, slow: [10], events: [10] },
    });
  }
  return explain(judge(state));
}

test.each([
  [
    "slow requests",
    say(20, 20, 0),
    "Fail: more than 1.2 times as many of the canary's requests as of stable's are slower than 0.25 s: canary 0 errors in ",
  ],
  [
    "events",
    say(20, 0, 20),
    'Fail: the canary has more than 2 times as many events "csp" per request as stable (60 and 30): canary 0 errors in ',
  ],
  [
    "suspiciously many slow requests",
    say(1, 8, 0),
    "Not decided yet: the canary may be worse by requests slower than 0.25 s (ln E ",
  ],
  [
    "suspiciously many events",
    say(1, 0, 8),
    'Not decided yet: the canary may be worse by events "csp" (ln E ',
  ],
])("explain() says that it is for %s", (_, said, wanted) => {
  expect(said).toContain(wanted);
});
