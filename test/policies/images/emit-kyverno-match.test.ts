import { Environment } from "@marcbachmann/cel-js";
import { parseReference } from "../../../components/core/images/reference";
import { toImageExpression } from "../../../policies/images/emit-kyverno-match";
import { matchesImage } from "../../../policies/images/rules/match-image";

describe("toImageExpression()", () => {
  const toName = (ref: string) => {
    const { registry, repository } = parseReference(ref);
    return { registry: registry === "docker.io" ? "index.docker.io" : registry, repository };
  };
  const isMeant = (expression: string, ref: string): unknown =>
    new Environment({ unlistedVariablesAreDyn: true })
      .registerFunction("parseImageReference(string): map", (text: string) => toName(text))
      .registerFunction("map.registry(): string", (one: { registry: string }) => one.registry)
      .registerFunction("map.repository(): string", (one: { repository: string }) => one.repository)
      .evaluate(expression, { ref });

  const names = [
    "ghcr.io/acme/shop",
    "ghcr.io/acme/shop/api:1",
    "ghcr.io/acme-evil/shop",
    "evil.example.org/ghcr.io/acme/shop",
    "nginx",
    "nginx:1.29",
    "acme/shop",
    "docker.io/library/nginx",
    "index.docker.io/acme/shop",
    "registry.example.org:5000/acme/shop",
  ];
  test.each([
    [{ glob: "ghcr.io/acme/**", exclude: [] }],
    [{ glob: "ghcr.io/acme/*", exclude: [] }],
    [{ glob: "GHCR.io:443/acme/**", exclude: ["ghcr.io/acme/shop"] }],
    [{ glob: "nginx", exclude: [] }],
    [{ glob: "library/nginx", exclude: [] }],
    [{ glob: "acme/*", exclude: [] }],
    [{ glob: "docker.io/acme/*", exclude: [] }],
    [{ glob: "docker.io/nginx", exclude: [] }],
    [{ glob: "**", exclude: ["nginx", "**/shop"] }],
    [{ glob: "registry.example.org:5000/**", exclude: [] }],
  ])("means the same images as plan time: %j", (pattern) => {
    const expression = toImageExpression([pattern]);
    const found = names.filter((name) => isMeant(expression, name) === true);
    expect(found).toEqual(names.filter((name) => matchesImage(pattern, parseReference(name))));
  });
});
