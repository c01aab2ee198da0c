import { assessGate } from "../../../../components/core/gate/assess-gate";
import { checkTls } from "../../../../components/core/gate/check-tls";
import { attemptOf, factsOf, ledgerOf } from "../../../support/gate";

const expired = { text: "the certificate must be valid now: got one that expired", fix: "renew it" };
const bad = { problems: [expired], found: "", isSilent: false, stapled: [], unstapled: [] };

test("checkTls() has nothing to say where probes go by http", () => {
  expect(checkTls(factsOf())).toEqual({ problems: [], fine: "probes do not go by https" });
});

test("checkTls() tells what was found, and refuses by what is wrong", () => {
  const found = "certificate of a: valid until 2027-01-01, TLSv1.3";
  const { fine } = checkTls(
    factsOf({ tls: { problems: [], found, isSilent: false, stapled: [], unstapled: [] } }),
  );
  expect(fine).toBe(found);
  expect(checkTls(factsOf({ tls: bad })).problems).toEqual([{ ...expired, track: "stable" }]);
});

test("the way back and an emergency do not wait for a certificate, which is no fault of the canary", () => {
  const resultOf = (changes: Parameters<typeof factsOf>[0]) =>
    assessGate(factsOf({ tls: bad, ...changes })).checks.find(({ id }) => id === "tls")?.result;
  expect(resultOf({})).toBe("refuse");
  expect(resultOf({ ledger: ledgerOf({ attempt: attemptOf([], { kind: "rollback" }) }) })).toBe("waived");
  const emergency = { reason: "leak", expires: "2026-11-30T00:00:00Z", expired: false };
  expect(resultOf({ emergency })).toBe("waived");
});
