import { hideValues } from "../../../../../../components/core/workload/from/rendering/hide-values";

const marker = "marker of 5102";

test.each([
  [
    "literals of a generator in Kustomize",
    `loading KV pairs: literal sources [a=${marker} ${marker}]: invalid literal source ${marker}, expected key=value`,
    "loading KV pairs: a literal must have the form key=value",
  ],
  [
    "a line of an environment's file",
    `env source files: [x.env]: line [109 97] has invalid utf8 bytes : ${marker}`,
    "env source files: [x.env]: a line has invalid utf8 bytes",
  ],
  [
    "a value that a chart's schema refuses by a pattern",
    `- at '/password': '${marker}' does not match pattern '^[a-z]+$'`,
    "- at '/password': a value does not match pattern '^[a-z]+$'",
  ],
  [
    "a value that a chart's schema refuses by a format",
    `- at '/url': '${marker}' is not valid uri: no scheme`,
    "- at '/url': a value is not valid uri: no scheme",
  ],
])("hideValues() leaves out %s", (_name, words, shown) => {
  expect(hideValues(words)).toContain(shown);
  expect(hideValues(words)).not.toContain(marker);
});

test("hideValues() leaves all other words as they are", () => {
  const words =
    "accumulating resources: open nope.yaml: no such file; at '/replicas': got string, want integer; chart.metadata.version is not valid semver: 1";
  expect(hideValues(words)).toBe(words);
});
