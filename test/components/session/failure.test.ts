import { ApiError, notServed, toApiError } from "../../../components/cluster/api-error";
import type { ExitName } from "../../../components/core/exit-code";
import { startPromotion } from "../../../components/core/ledger/transitions/promotion-transition";
import { stageStarted } from "../../../components/core/ledger/transitions/stage-transition";
import { BusyError, LockLostError } from "../../../components/ledger/lock-keeper";
import { LedgerUnreadableError } from "../../../components/ledger/ledger-store";
import { toRunEnd } from "../../../components/session/failure";
import { ForeignRouteError } from "../../../components/traffic/look/read-route";
import { InterruptedError } from "../../../components/traffic/wait";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { ledgerOf } from "../../support/gate";

/** Error of a transition where the release is in this phase. */
function thrown(phase: Ledger["phase"], act: (ledger: Ledger) => unknown): unknown {
  try {
    act(ledgerOf({ phase }));
  } catch (error) {
    return error;
  }
  throw new Error("was allowed");
}

const start = (ledger: Ledger) => stageStarted(ledger, { key: "1", nowSeconds: 1 });
const status = (code: number, fields: object) => toApiError(code, JSON.stringify(fields), "PATCH /x");

test.each<[string, unknown, ExitName, string]>([
  ["a lock of others", new BusyError("Cannot lock"), "busy", "Cannot lock"],
  ["a lost lock", new LockLostError("the lock was taken"), "busy", "the lock was taken"],
  ["a damaged ledger", new LedgerUnreadableError("Cannot read"), "refused", "Cannot read"],
  ["another owner's route", new ForeignRouteError({ text: "Cannot use" }), "refused", "Cannot use"],
  ["an interruption", new InterruptedError("interrupted"), "interrupted", "Cannot act: interrupted"],
  ["a release that was aborted meanwhile", thrown("aborted", start), "refused", "another command ended"],
  [
    "a release that was promoted meanwhile",
    thrown("promoted", start),
    "refused",
    "got promoted)\n  → sluice status",
  ],
  ["a phase that is a bug", thrown("progressing", startPromotion), "unexpected", "got progressing"],
  ["another bug", new RangeError("x must be y: got aborted"), "unexpected", "got aborted"],
  ["something thrown that is no error", "odd", "unexpected", "Cannot act: odd"],
  ["a missing right", status(403, { message: "no" }), "usage", "docs/reference/rights.md"],
  ["credentials that are not taken", status(401, { message: "no" }), "usage", "no\n  → log in again"],
  ["no answer", new ApiError(0, "Unreachable", "hang up"), "unexpected", "run the same command again"],
  ["too many requests", status(429, { message: "slow" }), "unexpected", "run the same command again"],
  ["an API server that starts", status(503, { message: "no" }), "unexpected", "run the same command again"],
  ["etcd that is away", status(500, { message: "etcd" }), "unexpected", "run the same command again"],
  [
    "a missing namespace",
    status(404, { message: 'namespaces "shop" not found', details: { kind: "namespaces", name: "shop" } }),
    "usage",
    "kubectl create namespace shop",
  ],
  [
    "an API that is not there",
    toApiError(404, "404 page not found\n", "GET /apis/x"),
    "usage",
    "Gateway API",
  ],
  [
    "an API that is older than Sluice needs",
    toApiError(404, "404 page not found\n", "GET /apis/autoscaling/v2/namespaces/a/horizontalpodautoscalers"),
    "usage",
    "does not serve autoscaling/v2\n  → upgrade the cluster: Sluice needs Kubernetes 1.30 or newer",
  ],
  [
    "a missing route",
    status(404, {
      message: 'httproutes.gateway.networking.k8s.io "app" not found',
      details: { kind: "httproutes", name: "app" },
    }),
    "unexpected",
    "not found",
  ],
])("toRunEnd() of %s", (_name, error, end, text) => {
  expect(toRunEnd(error, "act")).toMatchObject({ end, message: expect.stringContaining(text) });
});

test("an answer of the API server tells what it is about", () => {
  const error = status(404, { reason: "NotFound", details: { kind: "pods", name: "p", uid: "u" } });
  expect(error).toMatchObject({ reason: "NotFound", details: { kind: "pods", name: "p" } });
  expect(toApiError(404, "<html>", "GET /x")).toMatchObject({ reason: notServed, details: {} });
});
