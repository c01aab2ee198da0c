import { policies } from "../../../policies/all";
import { base } from "../../support/base-program";
import { messagesOf } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";

const csp = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const headers = `{ hsts: subdomains, csp: { policy: "${csp}" } }`;
const hosts = "hosts: [app.example.org]";

/** Resources of a base stack: the engine shows rules that are ignored as they were when the route was made. */
async function resources(
  keys: Record<string, string>,
  made: Record<string, string> = keys,
): Promise<GivenResource[]> {
  const [now, then] = [await base(keys), await base(made)];
  const before = new Map(then.map(({ type, name, inputs }) => [`${type} ${name}`, inputs]));
  return now.map(({ type, name, inputs, ignoreChanges }) => ({
    type,
    name,
    props: (ignoreChanges.length > 0 ? before.get(`${type} ${name}`) : inputs) as Record<string, unknown>,
    ignoreChanges,
  }));
}

const judge = async (
  given: readonly GivenResource[],
  config: Record<string, unknown> = {},
): Promise<string[]> => {
  const own = policies.filter(({ name }) => name.startsWith("headers-"));
  return (await Promise.all(own.map(async (policy) => await messagesOf(policy, given, config)))).flat();
};

describe.each(["gateway", "traefik", "istio"])("router %s", (router) => {
  const traffic = `{ ${hosts}, router: ${router} }`;
  const keys = {
    traffic,
    edge: `{ headers: ${headers} }`,
    ...(router === "istio" ? { analysis: "{ prometheus: 'http://p', source: istio }" } : {}),
  };
  const { edge: _edge, ...without } = keys;

  test("the headers of the configuration meet every policy, also on a route that was made without them", async () => {
    expect(await judge(await resources(keys))).toEqual([]);
    expect(await judge(await resources(keys, without))).toEqual([]);
  });

  test("one that is lost fails", async () => {
    const lost = {
      ...keys,
      edge: `{ headers: { ${headers.slice(1, -1)}, omit: [X-Content-Type-Options] } }`,
    };
    expect(await judge(await resources(lost, keys))).toContainEqual(
      expect.stringMatching(/RouteRules[^]*X-Content-Type-Options must be sent/),
    );
  });

  test("what the app sends itself is declared by the route's name", async () => {
    const own = { ...keys, edge: "{ headers: { hsts: subdomains } }" };
    const owned = [{ route: "*/scholarlink", headers: { "Content-Security-Policy": csp } }];
    expect(await judge(await resources(own))).not.toEqual([]);
    expect(await judge(await resources(own), { owned })).toEqual([]);
  });
});

test("a route of another owner is not judged here", async () => {
  const traffic = `{ ${hosts}, from: { object: shop } }`;
  expect(await judge(await resources({ traffic }))).toEqual([]);
});
