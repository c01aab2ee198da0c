import { checkPath } from "../../../../components/core/gate/check-path";
import type { ProbeFact } from "../../../../components/core/gate/facts";
import { factsOf } from "../../../support/gate";

const good: ProbeFact = { ok: true, status: 200, seen: "stable" };

test.each<[string, ProbeFact | undefined, string]>([
  ["the other track", { ok: true, status: 200, seen: "stable" }, "an answer of stable"],
  ["a server error", { ok: false, status: 503, problem: "HTTP 503" }, "status 503, HTTP 503"],
  ["no connection", { ok: false, problem: "connection refused" }, "connection refused"],
  ["nothing", { ok: false }, "no answer"],
  ["no probe", undefined, "no answer"],
])("checkPath() refuses %s", (_, canary, got) => {
  const probes = { stable: good, ...(canary ? { canary } : {}) };
  expect(checkPath(factsOf({ probes })).problems).toEqual([
    {
      text: `probe of canary through the data path must be answered by canary with a status below 500: got ${got}`,
      fix: "check sluice:traffic.address and .host, and that the router runs",
      track: "canary",
    },
  ]);
});

test("checkPath() takes an answer that does not name its track", () => {
  const facts = factsOf({ probes: { stable: { ok: true }, canary: { ok: true } } });
  expect(checkPath(facts)).toEqual({ problems: [], fine: "probes reach both tracks", pending: false });
  expect(checkPath({ ...facts, second: false }).fine).toBe("probe reaches stable (status unknown)");
});
