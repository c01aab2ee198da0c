import { judgeAdoptSetting } from "../../../../components/core/takeover/judge-setting";
import { ledgerOf } from "../../../support/gate";

const takeover = { deployment: "web", pods: 2, selectors: { front: { app: "x" } } };
const promoted = [{ image: `r/a@sha256:${"a".repeat(64)}` }];

test.each([
  ["a first up", undefined, "front", undefined],
  ["a first up that goes on", ledgerOf({ promoted: [] }), "front", undefined],
  ["an environment that adopts nothing", ledgerOf({ promoted }), undefined, undefined],
  ["a takeover that stays as it is", ledgerOf({ promoted, takeover }), "front", undefined],
  ["one that is set later", ledgerOf({ promoted }), "front", "must be set before the first up"],
  [
    "one that is left out later",
    ledgerOf({ promoted, takeover }),
    undefined,
    "must stay web, with Service front: got none",
  ],
  ["another Service", ledgerOf({ promoted, takeover }), "shop", "got shop"],
])("judgeAdoptSetting(): %s", (_, ledger, service, text) => {
  const problems = judgeAdoptSetting(ledger, service).map((one) => one.text);
  expect(problems).toEqual(text === undefined ? [] : [expect.stringContaining(text)]);
});
