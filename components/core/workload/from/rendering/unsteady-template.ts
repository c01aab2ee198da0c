/**
 * Functions of a Helm template that give something else another time, each with one of the same arguments whose result
 * is never the same: two renderings within a second have one time, and a die with two sides falls alike.
 */
const others: Readonly<Record<string, string>> = {
  now: "(toDate `2006-01-02` `2001-02-03`)",
  ago: "toString",
  randInt: "add",
  randAlpha: "randNumeric",
  randNumeric: "randAlpha",
  shuffle: "repeat 2",
};

/** Functions of the same kind whose results practically never meet. */
const random = [
  "randAlphaNum",
  "randAscii",
  "randBytes",
  "uuidv4",
  "bcrypt",
  "htpasswd",
  "encryptAES",
  "genPrivateKey",
  "genCA",
  "genCAWithKey",
  "genSelfSignedCert",
  "genSelfSignedCertWithKey",
  "genSignedCert",
  "genSignedCertWithKey",
];

/**
 * Functions in the place of `lookup`: one of a single argument, so that a call with those of `lookup` ends the rendering
 * with template and line; and one that finds an object which is not there.
 */
const lookups = {
  ends: "fail",
  finds: 'dict "metadata" (dict "name" "sluice") "data" (dict "sluice" "eA==")',
} as const;

/** Fate of what asks the cluster. */
export type Lookup = keyof typeof lookups;

/** A comment, or an action with its texts. */
const actions = /\{\{-?\s*\/\*.*?\*\/\s*-?\}\}|\{\{(?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`])*?\}\}/gs;
/** A text, or a name that is no field and no variable. */
const words = /"(?:\\.|[^"\\])*"|`[^`]*`|(?<![\w.$])[a-z]\w*/gi;

const isComment = (action: string): boolean => /^\{\{-?\s*\/\*/.test(action);

/**
 * A template in which what asks the cluster ends the rendering, or finds something. Comments and texts stay as they are.
 * @param isShaken - values that depend on the time or on chance differ as well, wherever they are printed
 */
export function disturbTemplate(text: string, isShaken: boolean, lookup: Lookup = "ends"): string {
  const asksCluster = { lookup: lookups[lookup] };
  const table = new Map<string, string>(
    Object.entries(isShaken ? { ...others, ...asksCluster } : asksCluster),
  );
  return text.replaceAll(actions, (action) =>
    isComment(action) ? action : action.replaceAll(words, (word) => table.get(word) ?? word),
  );
}

const unsteady = new Set([...Object.keys(others), ...random]);

/** Uses of the time or of chance in a template: name of the function and line from 1, in order. */
export function listUnsteady(text: string): readonly string[] {
  return [...text.matchAll(actions)]
    .filter(([action]) => !isComment(action))
    .flatMap(({ 0: action, index: start }) =>
      [...action.matchAll(words)]
        .filter(([word]) => unsteady.has(word))
        .map(({ 0: word, index }) => `line ${text.slice(0, start + index).split("\n").length} (${word})`),
    );
}
