import { mapAnnotations } from "./map-annotations";

test.each([
  ["permanent-redirect", "500", 301, "exact", "unused"],
  ["permanent-redirect", "300", 301, "approximate", "approximate"],
  ["temporal-redirect", "429", 302, "exact", "unused"],
  ["temporal-redirect", "308", 302, "exact", "unused"],
  ["temporal-redirect", "307", 307, "approximate", "approximate"],
] as const)(
  "toFilters() redirects by %s with code %s as ingress-nginx does, with a status that a route has",
  (name, code, status, verdict, ofCode) => {
    const { filters, fates } = mapAnnotations({ [name]: "https://b.example.org", [`${name}-code`]: code });
    expect(filters).toMatchObject([{ requestRedirect: { statusCode: status } }]);
    expect(fates.map((one) => one.verdict)).toEqual([verdict, ofCode]);
  },
);

test("toFilters() says which part of a redirect's address a route has no place for", () => {
  const { fates } = mapAnnotations({ "permanent-redirect": "https://b.example.org/x?from=a#top" });
  expect(fates[0]).toMatchObject({
    verdict: "approximate",
    now: expect.stringContaining("?from=a#top") as string,
  });
});

test("toFilters() makes one filter where a rule of a route may have one, by what counts in ingress-nginx", () => {
  const { filters, fates } = mapAnnotations({
    "permanent-redirect": "https://a.example.org",
    "temporal-redirect": "https://b.example.org",
    "rewrite-target": "/x",
    "upstream-vhost": "inner",
  });
  expect(filters).toMatchObject([
    { type: "RequestRedirect", requestRedirect: { hostname: "b.example.org" } },
  ]);
  const unused = fates.filter(({ verdict }) => verdict === "unused").map(({ at }) => at.split("/")[1]);
  expect(unused).toEqual([
    "permanent-redirect",
    "permanent-redirect-code",
    "rewrite-target",
    "upstream-vhost",
  ]);
});
