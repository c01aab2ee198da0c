import {
  chooseDeadlineSeconds,
  defaultParameters,
  missingRequests,
  predictStageSeconds,
} from "../../../../../components/core/verdict";

const parameters = defaultParameters({ pBad: 0.01 });
const none = { requests: 0, errors: 0 };

test.each([
  { errorRatio: 0, soFar: none, wanted: 328 },
  { errorRatio: 0, soFar: { requests: 100, errors: 0 }, wanted: 228 },
  { errorRatio: 0, soFar: { requests: 400, errors: 0 }, wanted: 0 },
  { errorRatio: 0, soFar: { requests: 327, errors: 0 }, wanted: 1 },
  { errorRatio: 0, soFar: { requests: 500, errors: 1 }, wanted: 186 },
  { errorRatio: 0.02, soFar: none, wanted: Infinity },
])(
  "missingRequests() is $wanted after $soFar at an error ratio of $errorRatio",
  ({ errorRatio, soFar, wanted }) => {
    expect(missingRequests(parameters, soFar, errorRatio)).toBe(wanted);
  },
);

test("missingRequests() is near the closed form for a noisy service", () => {
  const p = 0.001;
  const nats = p * Math.log(p / 0.01) + (1 - p) * Math.log((1 - p) / 0.99);
  const closed = (Math.log(20) + 1) / nats;
  const exact = missingRequests(parameters, none, p);
  expect(exact / closed).toBeGreaterThan(0.7);
  expect(exact / closed).toBeLessThan(1.3);
});

const stage = { weight: 20, nextWeight: 50, minimumHoldSeconds: 60, requestsPerSecond: 5 };

test.each([
  { name: "the requests at today's traffic", forecast: stage, wanted: 328 },
  { name: "the hold, where traffic is plenty", forecast: { ...stage, requestsPerSecond: 2000 }, wanted: 60 },
  { name: "the hold, before small weights", forecast: { ...stage, weight: 5, nextWeight: 20 }, wanted: 60 },
  { name: "the hold, once passed", forecast: { ...stage, canary: { requests: 999, errors: 0 } }, wanted: 60 },
  {
    name: "the rest of the requests",
    forecast: { ...stage, canary: { requests: 228, errors: 0 } },
    wanted: 100,
  },
  { name: "forever without traffic", forecast: { ...stage, requestsPerSecond: 0 }, wanted: Infinity },
  { name: "forever for a service too noisy", forecast: { ...stage, errorRatio: 0.02 }, wanted: Infinity },
  {
    name: "the last stage's requests",
    forecast: { ...stage, weight: 100, nextWeight: undefined },
    wanted: 65.6,
  },
])("predictStageSeconds() gives $name", ({ forecast, wanted }) => {
  expect(predictStageSeconds(parameters, forecast)).toBeCloseTo(wanted, 9);
});

test.each([
  [0, 1800],
  [600, 2400],
  [Infinity, 86_400],
])("chooseDeadlineSeconds(%p) is %p", (predicted, wanted) => {
  expect(chooseDeadlineSeconds(predicted)).toBe(wanted);
});
