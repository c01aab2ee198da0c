import { parseQuantity } from "../../../../../components/core/workload/sizes/quantity";

test.each([
  ["128Mi", 134_217_728],
  ["1Gi", 1_073_741_824],
  ["250m", 0.25],
  ["1.5G", 1_500_000_000],
  ["1e3", 1000],
  ["12E", 12e18],
  ["100", 100],
  ["1x", undefined],
  ["", undefined],
  ["-1", -1],
  ["1n", 1e-9],
  ["+.5", 0.5],
])("parseQuantity(%j)", (text, expected) => {
  expect(parseQuantity(text)).toBe(expected);
});
