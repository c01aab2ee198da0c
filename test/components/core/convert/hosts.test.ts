import { findHosts } from "../../../../components/core/convert/hosts";
import { read } from "./support/read";

test("findHosts() takes public names of routes of any kind, those without * first", () => {
  const inputs = read(`
{ kind: Ingress, spec: { rules: [{ host: a.example.org }, {}] } }
---
{ kind: HTTPRoute, spec: { hostnames: ["*.example.org", b.example.org] } }
---
{ kind: GRPCRoute, spec: { hostnames: [c.example.org] } }
---
{ kind: VirtualService, spec: { hosts: ["*", shop, shop.prod.svc.cluster.local, a.example.org] } }
---
{ kind: Service, spec: {} }
`);
  expect(findHosts(inputs)).toEqual(["a.example.org", "b.example.org", "c.example.org", "*.example.org"]);
});
