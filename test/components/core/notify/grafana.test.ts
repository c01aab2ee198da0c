import { listSinks } from "../../../../components/core/notify/sinks";
import type { ConfiguredSink } from "../../../../components/core/notify/sinks";
import { messageOf } from "../../../support/message";

const [configured] = listSinks({ grafana: { url: "https://graf", tokenFrom: "G" } });
const sink = (configured as ConfiguredSink).open("key");

test("Grafana gets an annotation of each transition, with the tags that its dashboards ask for", () => {
  const message = messageOf();
  expect(sink.open).toBeUndefined();
  const [call, ...more] = sink.tell(message, { id: undefined, isNew: false, isLast: true });
  expect(more).toEqual([]);
  expect(call).toMatchObject({
    method: "POST",
    url: "https://graf/api/annotations",
    headers: { authorization: "Bearer key" },
  });
  expect(JSON.parse(call?.body ?? "")).toEqual({
    time: Math.round(message.atSeconds * 1000),
    tags: ["sluice", "app:app", "environment:prod", message.kind],
    text: expect.stringMatching(/^app in prod: attempt 3 .*\nHeld at 5 %: .*\nat 5 % the canary failed 12/),
  });
  expect(sink.read({ status: 200, body: { id: 7 } })).toEqual({ kind: "told", id: "7" });
  expect(sink.read({ status: 403, body: {} })).toMatchObject({ kind: "failed" });
});
