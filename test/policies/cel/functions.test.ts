import { expressionFault, matchesExpression } from "../../../components/core/regular-expression";
import { holds } from "./policy";

test.each([
  ["[[:alpha:]]+", "abc", true],
  ["^[[:alpha:]]+$", "ab1", false],
  [String.raw`\Aabc\z`, "abc", true],
  [String.raw`\Aabc\z`, "xabc", false],
  [String.raw`^\p{Nd}+$`, "123", true],
  [String.raw`^\p{Greek}+$`, "αβγ", true],
  [String.raw`^\pL$`, "é", true],
  ["(?i)ABC", "xabcx", true],
  ["(?s)a.b", "a\nb", true],
  ["(?P<x>a)b", "ab", true],
  ["a.b", "a\rb", true],
  [String.raw`^\s$`, "\v", false],
  [String.raw`^\s$`, "\u00A0", false],
  ["a$", "a\n", false],
  [String.raw`\Qa.b\E`, "axb", false],
  ["^.$", "😀", true],
  ["[^[:space:]]", " ", false],
])("%s of %j is what Go's regexp says: %s", (pattern, text, expected) => {
  expect(matchesExpression(pattern, text)).toBe(expected);
  const quote = (value: string): string => JSON.stringify(value).replaceAll("\\v", "\\u000b");
  expect(holds(`${quote(text)}.matches(${quote(pattern)})`)).toBe(expected);
});

test.each(["(?=a)", String.raw`(a)\1`, "a++", String.raw`\u0061`, "(", String.raw`\C`])(
  "Go takes no %s",
  (pattern) => {
    expect(expressionFault(pattern)).toMatch(/^must be a regular expression of RE2: /);
  },
);

test.each([
  "'aaa'.replace('a', 'b', 2) == 'bba'",
  "'aaa'.replace('a', 'b', -1) == 'bbb'",
  "'a'.replace('a', '$&$&') == '$&$&'",
  "'a1b22'.findAll('[0-9]+') == ['1', '22']",
  "'a1b22'.findAll('[0-9]+', 1) == ['1']",
  "'a1b22'.findAll('[0-9]+', -1).size() == 2",
  "'a1b22'.find('[0-9]+') == '1' && 'a'.find('[0-9]') == ''",
  "'tacocat'.charAt(3) == 'o' && 'a'.charAt(1) == ''",
  "'TacoÄ'.lowerAscii() == 'tacoÄ' && 'tacoä'.upperAscii() == 'TACOä'",
  "matches('abc', '^[[:alpha:]]+$')",
  "'😀a'.substring(1) == 'a' && '😀ab'.substring(1, 2) == 'a'",
  "'😀a'.indexOf('a') == 1 && 'abab'.indexOf('b', 2) == 3 && 'a'.indexOf('b') == -1 && 'a'.indexOf('') == 0",
  "'😀aa'.lastIndexOf('a') == 2 && 'abab'.lastIndexOf('b', 2) == 1 && 'a'.lastIndexOf('b') == -1",
])("holds, as by Kubernetes: %s", (expression) => {
  expect(holds(expression)).toBe(true);
});

test.each(["'a'.charAt(2) == ''", "object.data.a.matches(object.data.b)"])(
  "what fails when it runs does not hold: %s",
  (expression) => {
    expect(holds(expression)).toBe(false);
  },
);
