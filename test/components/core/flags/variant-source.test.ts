import {
  toVariantAnalysis,
  toVariantTerms,
  toWeight,
} from "../../../../components/core/flags/variant-source";
import { openQuery } from "../../../../components/core/sources/query";
import { toSettings } from "../../../../stacks/settings/settings";
import { parseStackName } from "../../../../stacks/name";
import { configWith } from "../../../support/environment";
import { specOf } from "../../../support/flags";

const labels = { keyLabel: "key", variantLabel: "variant", statusLabel: "code" };
const app = { namespace: "shop", app: "scholarlink" };

test.each([
  ["requests_total{}", 'requests_total{key="new-search"}'],
  ["requests_total", 'requests_total{key="new-search"}'],
  [
    'requests_total{namespace="{{namespace}}", }',
    'requests_total{namespace="{{namespace}}",key="new-search"}',
  ],
])("%s counts the flag alone", (requests, selector) => {
  expect(toVariantTerms({ ...labels, requests }, specOf()).requests).toBe(selector);
});

test("the variant of before is stable, the new one the canary, and errors are by status", () => {
  const source = openQuery(toVariantTerms({ ...labels, requests: "requests_total" }, specOf()));
  expect(source.trackOf({ variant: "off" }, app)).toBe("stable");
  expect(source.trackOf({ variant: "on" }, app)).toBe("canary");
  expect(source.trackOf({ variant: "other" }, app)).toBeUndefined();
  expect(source.describe?.({ code: "503" })).toMatchObject({ http_response_status_code: "503" });
});

test("the service's own metrics are left out: they do not tell the variants", () => {
  const { analysis } = toSettings(configWith(), parseStackName("prod"));
  const found = toVariantAnalysis(analysis, { ...labels, requests: "x" }, specOf());
  expect(found).toMatchObject({ source: "query", metrics: [], parameters: analysis.parameters });
});

test.each([
  [0.1, 1],
  [1, 1],
  [20.5, 21],
  [99.9, 99],
  [100, 100],
])("%d %% is weight %d", (percent, weight) => {
  expect(toWeight(percent)).toBe(weight);
});
