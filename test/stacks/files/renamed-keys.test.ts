import { readEnvironment } from "../../../stacks/files/environment";
import { parseStackName } from "../../../stacks/name";
import { readOldNames, renamedKeys } from "../../../stacks/files/renamed-keys";
import { fileWith } from "../../support/environment";

const read = (keys: Record<string, string>) => {
  const notices: string[] = [];
  const notice = (sentence: string): void => void notices.push(sentence);
  const config = readEnvironment(parseStackName("prod"), { "Pulumi.prod.yaml": fileWith(keys) }, { notice });
  return { config, notices };
};

const old = {
  traffic: "{ host: a.b }",
  app: "{ name: shop, readyWithin: 1m, stopWithin: 40s }",
  analysis:
    "{ prometheus: 'http://p', tick: 2s, blind: 1m, parameters: { alpha: 0.02, beta: 0.1, pBad: 0.3, passAboveWeight: 30 } }",
};
const now = {
  traffic: "{ hosts: [a.b] }",
  app: "{ name: shop, progressDeadline: 1m, terminationGracePeriod: 40s }",
  analysis:
    "{ prometheus: 'http://p', interval: 2s, noDataTimeout: 1m, parameters: { falseAbortRate: 0.02, missRate: 0.1, unacceptableErrorRatio: 0.3, requirePassAbove: 30 } }",
};

test("readEnvironment() reads every old name as the name of now, and tells each once", () => {
  const { config, notices } = read(old);
  expect(config).toEqual(read(now).config);
  expect(notices).toHaveLength(renamedKeys.length);
  expect(notices).toContain(
    "sluice:analysis.tick is called sluice:analysis.interval now; the next version refuses the old name (Pulumi.prod.yaml)",
  );
  expect(read(now).notices).toEqual([]);
});

test("readEnvironment() goes on where nobody takes notices", () => {
  const texts = { "Pulumi.prod.yaml": fileWith(old) };
  expect(readEnvironment(parseStackName("prod"), texts).analysis.interval).toBe(2);
});

test("readEnvironment() refuses a key that stands under both names, and what is wrong under an old one", () => {
  const both = "{ prometheus: 'http://p', tick: 2s, interval: 3s, blind: soon }";
  expect(() => read({ analysis: both })).toThrow(
    "sluice:analysis.tick must be left out where sluice:analysis.interval stands: got both (Pulumi.prod.yaml)",
  );
  expect(() => read({ analysis: both })).toThrow("sluice:analysis.noDataTimeout must be a duration");
});

test.each([{}, { analysis: null }, { analysis: "text", app: [1] }, { analysis: { parameters: 3 } }])(
  "readOldNames() leaves %j as it is",
  (raw) => {
    expect(readOldNames(raw, () => "file")).toEqual({ raw, notices: [], broken: [] });
  },
);

test("readOldNames() does not change what it was given", () => {
  const raw = { app: { stopWithin: "1s" } };
  readOldNames(raw, () => "file");
  expect(raw).toEqual({ app: { stopWithin: "1s" } });
});
