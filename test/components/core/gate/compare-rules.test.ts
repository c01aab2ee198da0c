import { findOpenRule } from "../../../../components/core/gate/compare-rules";
import type { ProbeAnswer } from "../../../../components/core/gate/probes";

const answer = (status: number | undefined, location?: string): ProbeAnswer => ({
  ok: true,
  ...(status === undefined ? {} : { status }),
  ...(location === undefined ? {} : { location }),
});
const round = (own: ProbeAnswer, probe: ProbeAnswer) => ({ path: "/", own, probe });

test.each([
  ["the same status", answer(401), answer(401), undefined],
  ["the same redirect", answer(302, "login.example.org"), answer(302, "login.example.org"), undefined],
  ["an open probe rule", answer(401), answer(200), /got HTTP 401 by the app's, HTTP 200 by the probe rule/],
  ["another host", answer(302, "login.example.org"), answer(302, "app.example.org"), /HTTP 302 to login/],
  ["no answer", answer(undefined), answer(200), undefined],
  ["a failing pod", answer(503), answer(200), undefined],
  ["a router that limits", answer(200), answer(429), undefined],
])("findOpenRule(): %s", (_name, own, probe, expected) => {
  const found = findOpenRule([round(own, probe), round(own, probe)]);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(expected);
});

test("findOpenRule() believes no single difference", () => {
  expect(findOpenRule([round(answer(404), answer(200)), round(answer(200), answer(200))])).toBeUndefined();
  expect(findOpenRule([])).toBeUndefined();
});
