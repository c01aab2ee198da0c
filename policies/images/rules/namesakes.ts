/** Most words of an expression that are tried: each makes some dozens of identities. */
const mostWords = 12;

/** Names that an expression holds as they are: `acme` and `shop` of `https://github\.com/acme/shop/.*`. */
function wordsOf(expression: string): readonly string[] {
  const plain = expression.replaceAll(/\\([.@/-])/g, "$1").replaceAll(/\\./g, " ");
  const words = plain.match(/[a-z0-9][\w-]*(?:\.[a-z0-9][\w-]*)*/gi) ?? [];
  return [...new Set(words)].slice(0, mostWords);
}

/** Files and refs of foreign workflows, and what the expression itself ends in, its places for any text filled. */
function tailsOf(expression: string): readonly string[] {
  const own = /\.github\/workflows\/(.*)$/.exec(expression.replaceAll(/\\([.@/-])/g, "$1"))?.[1] ?? "";
  const filled = own.replace(/\$$/, "").replaceAll(/\[[^\]]*\][*+]|\\[dwS][*+]|\.[*+]/g, "1");
  const tails = ["release.yml@refs/heads/main", "release.yml@refs/tags/v1.0.0", "build.yml@refs/heads/main"];
  return filled === "" ? tails : [filled, ...tails];
}

/**
 * Foreign identities that have names of the expression's own: who may choose the name of a repository, or an owner that
 * ends in the own one, is accepted where the owner has no border.
 */
function subjectsLike(expression: string): readonly string[] {
  const words = wordsOf(expression);
  const owners = ["q7x2", ...words.flatMap((word) => [`q7x2-${word}`, `${word}-q7x2`])];
  const repositories = ["zz-other", ...words];
  const places = owners.flatMap((owner) => repositories.map((repository) => `${owner}/${repository}`));
  const tails = tailsOf(expression);
  return [
    ...places.flatMap((place) => [
      ...tails.map((tail) => `https://github.com/${place}/.github/workflows/${tail}`),
      `https://gitlab.com/${place}//.gitlab-ci.yml@refs/heads/main`,
    ]),
    ...words.flatMap((word) => [
      `somebody@${word}.q7x2.example`,
      `somebody@${word}-q7x2.example`,
      `https://kubernetes.io/namespaces/q7x2/serviceaccounts/${word}`,
    ]),
  ];
}

/** Foreign issuers that have names of the expression's own. */
function issuersLike(expression: string): readonly string[] {
  return wordsOf(expression).flatMap((word) => [
    `https://${word}.q7x2.example`,
    `https://q7x2-${word}`,
    `https://q7x2.example/${word}`,
  ]);
}

/**
 * Identities of strangers who take names of an expression for their own, so that one without a border accepts them.
 * @param expression - of the whole text, in RE2's syntax
 */
export function namesakes(expression: string, of: "issuer" | "subject"): readonly string[] {
  return of === "subject" ? subjectsLike(expression) : issuersLike(expression);
}
