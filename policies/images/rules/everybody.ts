import { namesakes } from "./namesakes";
import { matchesWhole } from "../../../components/core/regular-expression";

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
    // Of providers of clusters and builds: each customer has one.
    "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
    "https://container.googleapis.com/v1/projects/q7x2/locations/europe-west1/clusters/zz-other",
    "https://oidc.prod-aks.azure.com/01234567-89ab-cdef-0123-456789abcdef/",
    "https://westeurope.oic.prod-aks.azure.com/01234567-89ab-cdef-0123-456789abcdef/11111111-2222-3333-4444-555555555555/",
    "https://login.microsoftonline.com/01234567-89ab-cdef-0123-456789abcdef/v2.0",
    "https://sts.windows.net/01234567-89ab-cdef-0123-456789abcdef/",
    "https://oidc.circleci.com/org/01234567-89ab-cdef-0123-456789abcdef",
    "https://vstoken.dev.azure.com/01234567-89ab-cdef-0123-456789abcdef",
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_q7x2",
    "https://q7x2.okta.com",
    "https://dev-0123456.okta.com/oauth2/default",
    "https://dev-0123456.okta.com",
    "https://dev-q7x2.eu.auth0.com/",
    "https://q7x2.cloudflareaccess.com",
    "https://securetoken.google.com/q7x2",
    "https://token.actions.q7x2.ghe.com",
    // Files that anybody can serve under a name of the provider.
    "https://storage.googleapis.com/q7x2",
    "https://q7x2.storage.googleapis.com",
    "https://s3.eu-west-1.amazonaws.com/q7x2",
    "https://q7x2.s3.eu-west-1.amazonaws.com",
    "https://q7x2.s3.amazonaws.com",
    "https://q7x2.blob.core.windows.net/oidc/",
    "https://q7x2.github.io",
    "https://q7x2.vercel.app",
    "https://somebody-else.com",
    "https://idp.somebody.example/",
    "nobody at all \u{1F9FE}",
  ],
};

const anything = String.raw`(?:\.[*+]|\\S[*+]|\[[^\]]*\][*+])\)?\??`;
const opening = new RegExp(String.raw`^\^?\(?${anything}`);
const ending = new RegExp(String.raw`${anything}\$?$`);

/**
 * Foreign identities whose names begin or end like the own one: an expression without a border takes
 * `https://github.com/acme-q7x2` for `https://github.com/acme`.
 */
function neighbours(expression: string, of: "issuer" | "subject"): readonly string[] {
  const plain = (text: string): string => text.replaceAll(/\\([./-])/g, "$1");
  const begin = plain(expression.replace(ending, "").replace(/^\^/, ""));
  const end = plain(expression.replace(opening, "").replace(/\$$/, ""));
  if (of === "issuer") return /^https?:\/\/[^/]+$/.test(begin) ? [`${begin}.q7x2.example`] : [];
  return [
    ...(/^https:\/\/[^/]+\/[^/]+$/.test(begin)
      ? [`${begin}-q7x2/zz-other/.github/workflows/release.yml@refs/heads/main`]
      : []),
    ...(/^[\w-]+(?:\.[\w-]+)+$/.test(end) ? [`somebody@q7x2-${end}`] : []),
  ];
}

/** A stranger that an expression accepts as a whole; undefined where it accepts none. */
export function findStranger(expression: string, of: "issuer" | "subject"): string | undefined {
  const all = [...strangers[of], ...neighbours(expression, of), ...namesakes(expression, of)];
  // A class of characters may leave digits out: names of letters alone are strangers' as well.
  const named = all.flatMap((stranger) => [stranger, stranger.replaceAll("q7x2", "somebody")]);
  return named.find((stranger) => matchesWhole(expression, stranger));
}
