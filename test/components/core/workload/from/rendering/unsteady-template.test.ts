import {
  disturbTemplate,
  listUnsteady,
} from "../../../../../../components/core/workload/from/rendering/unsteady-template";

test.each([
  ["the time", "{{ now | date `2006` }}", "{{ (toDate `2006-01-02` `2001-02-03`) | date `2006` }}"],
  ["a die", "{{- if eq (randInt 0 2) 1 -}}", "{{- if eq (add 0 2) 1 -}}"],
  ["letters", "{{ randAlpha 2 }}{{randNumeric 2}}", "{{ randNumeric 2 }}{{randAlpha 2}}"],
  ["an order", '{{ "ab" | shuffle | quote }}', '{{ "ab" | repeat 2 | quote }}'],
  ["the cluster", '{{ (lookup "v1" "Secret") }}', '{{ (fail "v1" "Secret") }}'],
  ["over several lines", "{{ cat\n  now\n}}", "{{ cat\n  (toDate `2006-01-02` `2001-02-03`)\n}}"],
])("%s is another one in a disturbed template", (_what, text, disturbed) => {
  expect(disturbTemplate(text, true)).toBe(disturbed);
});

test.each([
  "now: {{ .Values.now }} lookup",
  '{{/* lookup now "x */}}{{- /* now */ -}}',
  '{{ fail "do it now, }} \\" lookup" }}',
  "{{ fail `lookup` }}",
  "{{ $now := .x }}{{ $now }}{{ known }}",
  "{{ an end is missing: now",
])("%s stays as it is", (text) => {
  expect(disturbTemplate(text, true)).toBe(text);
  expect(listUnsteady(text)).toEqual([]);
});

test("a template that is not shaken keeps time and chance, and cannot ask the cluster", () => {
  expect(disturbTemplate("{{ now }}{{ lookup 1 }}", false)).toBe("{{ now }}{{ fail 1 }}");
});

test("listUnsteady() names functions and lines", () => {
  const text = "a: {{ now }}\nb: {{ .x }}\nc: {{ cat\n  (uuidv4) (randAlphaNum 5) }}{{/* now */}}";
  expect(listUnsteady(text)).toEqual(["line 1 (now)", "line 4 (uuidv4)", "line 4 (randAlphaNum)"]);
});
