import { virtualServiceHeaders } from "../../../../../components/core/routers/istio/headers";

const surroundings = { namespace: "shop", namespaces: [], find: () => undefined };

test("virtualServiceHeaders reads hosts and ways but those of probes; one to which others delegate has no hosts", () => {
  const headers = { response: { set: { A: "b" } } };
  const probe = { match: [{ headers: { "x-sluice-probe": { exact: "t" } } }], headers };
  const spec = { hosts: ["a.b"], http: [probe, { headers, directResponse: { status: 404 } }] };
  expect(virtualServiceHeaders.isAlone(spec)).toBe(true);
  expect(virtualServiceHeaders.read({ spec }, surroundings)).toMatchObject({
    hosts: ["a.b"],
    ways: [{ path: "spec.http[1]", redirect: true, changes: [{ op: "set", name: "a", value: "b" }] }],
  });
  expect(virtualServiceHeaders.read({ spec: {} }, surroundings)).toEqual({ hosts: [], ways: [] });
});
