import { nginx } from "../../../../../components/core/routers/nginx/nginx";
import type { TrafficSettings } from "../../../../../components/core/settings";
import { settings } from "./any-ingress";

const declared = (traffic: Partial<TrafficSettings>) =>
  nginx
    .declare({ ...settings, traffic: { ...settings.traffic, ...traffic } }, "t")
    .map(({ manifest }) => manifest);

test("nginx.declare() ends TLS on stable's Ingress with the controller's certificate, or one of a Secret", () => {
  const [own, canary] = declared({ tls: { lowest: "1.2" } });
  expect(own?.spec).toHaveProperty("tls", [{ hosts: ["shop.example.org"] }]);
  expect(canary?.spec).not.toHaveProperty("tls");
  const issuer = { name: "ours", kind: "Issuer", group: "cert-manager.io" };
  const [stable, , certificate] = declared({ tls: { lowest: "1.2", secret: "shop-tls", issuer } });
  expect(stable?.spec).toHaveProperty("tls", [{ hosts: ["shop.example.org"], secretName: "shop-tls" }]);
  expect(certificate).toMatchObject({ kind: "Certificate", metadata: { name: "shop-tls" } });
});

test("nginx.declare() redirects by the annotation, beside those of the configuration", () => {
  const ingress = { annotations: { a: "b" } };
  const [stable, canary] = declared({
    ingress,
    tls: { lowest: "1.2", redirect: { status: 308, listener: "" } },
  });
  expect(stable?.metadata.annotations).toEqual({
    a: "b",
    "nginx.ingress.kubernetes.io/ssl-redirect": "true",
  });
  expect(canary?.metadata.annotations).not.toHaveProperty("nginx.ingress.kubernetes.io/ssl-redirect");
});
