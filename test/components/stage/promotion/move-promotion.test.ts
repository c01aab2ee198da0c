import { ApiError, patchNotApplied } from "../../../../components/cluster/api-error";
import type { Session } from "../../../../components/session/session";
import { movePromotion } from "../../../../components/stage/promotion/move-promotion";
import { ledgerOf } from "../../../support/gate";
import {
  ownRules,
  settings as routeSettings,
  viewOf,
  writtenRoute,
} from "../../core/routers/gateway/any-route";

jest.mock("../../../../components/session/held-locks", () => ({
  heldLock: () => ({ lost: new AbortController().signal }),
}));

const away = (): ApiError => new ApiError(503, "ServiceUnavailable", "starting");
const conflict = (): ApiError => new ApiError(422, patchNotApplied, "the server rejected our request");

test.each<[string, readonly ApiError[], string]>([
  ["before this run wrote", [conflict()], "just before this run; 50 % was not written"],
  [
    "after a try whose answer was lost",
    [away(), conflict()],
    "an answer was lost, and whether this run had written 50 % before is not known",
  ],
])("movePromotion() that finds another writer's epoch %s says what it knows", async (_, refusals, said) => {
  const left = [...refusals];
  const session = {
    settings: { ...routeSettings, stack: "prod", environment: "prod" },
    say: () => undefined,
    commit: async () => await Promise.resolve(ledgerOf()),
    cluster: {
      find: async () => await Promise.resolve(writtenRoute(ownRules(0), "9-x")),
      call: async () => await Promise.reject(left.shift() ?? new Error("no more calls")),
    },
  } as unknown as Session;
  const view = viewOf(writtenRoute(ownRules(100)));
  await expect(movePromotion(session, view, { to: 50, reason: "stable is ready" })).rejects.toThrow(said);
});
