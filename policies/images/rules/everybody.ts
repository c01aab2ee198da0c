import { matchesWhole } from "../../pack/regular-expression";

/**
 * Foreign identities in the forms that certificates have: an expression that accepts one of them accepts every identity
 * of that form.
 */
const strangers: Readonly<Record<"issuer" | "subject", readonly string[]>> = {
  subject: [
    "https://github.com/q7x2/zz-other/.github/workflows/release.yml@refs/heads/main",
    "https://github.com/Q7X2/Other/.github/workflows/release.yaml@refs/tags/v1.2.3",
    "https://github.com/q7x2/zz-other/.github/workflows/build.yml@refs/pull/7/merge",
    "https://github.com/somebody/else/.github/workflows/release.yml@refs/tags/v1.0.0",
    "https://gitlab.com/q7x2/zz-other//.gitlab-ci.yml@refs/heads/main",
    "https://gitlab.com/somebody/else//.gitlab-ci.yml@refs/tags/v1.0.0",
    "https://kubernetes.io/namespaces/q7x2/serviceaccounts/zz-other",
    "https://agent.buildkite.com/organizations/q7x2/pipelines/zz-other",
    "spiffe://q7x2.example/zz-other",
    "somebody.else@q7x2.example",
    "q7x2@gmail.com",
    "q7x2@outlook.com",
    "q7x2-zz-other@q7x2.iam.gserviceaccount.com",
    "a@b.co",
    "nobody at all \u{1F9FE}",
  ],
  issuer: [
    "https://q7x2.example",
    "https://oidc.q7x2.example/realms/zz-other",
    "http://q7x2.example:8080/",
    "https://idp.somebody-else.com/oauth2",
    "nobody at all \u{1F9FE}",
  ],
};

/** A stranger that an expression accepts as a whole; undefined where it accepts none. */
export function findStranger(expression: string, of: "issuer" | "subject"): string | undefined {
  return strangers[of].find((stranger) => matchesWhole(expression, stranger));
}
