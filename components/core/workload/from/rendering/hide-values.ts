/** Sentences of Kustomize and Helm that quote a value of the user's, which may be a secret, and the same without it. */
const quoting: readonly (readonly [words: RegExp, instead: string])[] = [
  [
    /literal sources \[.*\]: invalid literal source .*, expected key=value/gs,
    "a literal must have the form key=value",
  ],
  [/line \[[\d ]*\] has invalid utf8 bytes : .*/g, "a line has invalid utf8 bytes"],
  [/'(?:[^'\\]|\\.)*' does not match pattern/g, "a value does not match pattern"],
  [/'(?:[^'\\]|\\.)*' is not valid (?=\S+: )/g, "a value is not valid "],
];

/** Words of a program that renders, without the values that it quotes. */
export const hideValues = (words: string): string =>
  quoting.reduce((text, [pattern, instead]) => text.replaceAll(pattern, instead), words);
