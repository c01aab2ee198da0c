import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import type { TrafficSettings } from "../../../../../components/core/settings";
import { settings } from "./any-ingress-route";

const declared = (traffic: Partial<TrafficSettings>) =>
  traefik
    .declare({ ...settings, traffic: { ...settings.traffic, ...traffic } }, "t")
    .map(({ manifest: { kind, metadata, spec } }) => ({ kind, name: metadata.name, spec: spec as object }));
const beside = (traffic: Partial<TrafficSettings>) => declared(traffic).slice(3);

test("traefik.declare() ends TLS with Traefik's own certificate, or one of a Secret", () => {
  const [plain] = declared({});
  expect(plain?.spec).not.toHaveProperty("tls");
  const [own] = declared({ tls: { lowest: "1.2" } });
  expect(own?.spec).toHaveProperty("tls", {});
  expect(beside({ tls: { lowest: "1.2" } })).toEqual([]);
  const issuer = { name: "ours", kind: "Issuer", group: "cert-manager.io" };
  const tls = { lowest: "1.2", secret: "shop-tls", issuer } as const;
  expect(declared({ tls })[0]?.spec).toHaveProperty("tls", { secretName: "shop-tls" });
  expect(beside({ tls })).toMatchObject([{ kind: "Certificate", name: "shop-tls" }]);
});

test("traefik.declare() sets the lowest version where it is not Traefik's own", () => {
  expect(declared({ tls: { lowest: "1.3" } })[0]?.spec).toHaveProperty("tls", {
    options: { name: "shop-tls" },
  });
  expect(beside({ tls: { lowest: "1.3" } })).toEqual([
    { kind: "TLSOption", name: "shop-tls", spec: { minVersion: "VersionTLS13" } },
  ]);
});

test("traefik.declare() redirects by an IngressRoute of the plain entry point, which leads nowhere else", () => {
  const redirect = { status: 301, listener: "web" };
  const route = {
    entryPoints: ["web"],
    routes: [
      {
        kind: "Rule",
        match: "Host(`shop.example.org`)",
        middlewares: [{ name: "shop-redirect" }],
        services: [{ kind: "TraefikService", name: "noop@internal" }],
      },
    ],
  };
  expect(beside({ tls: { lowest: "1.2", redirect } })).toEqual([
    {
      kind: "Middleware",
      name: "shop-redirect",
      spec: { redirectScheme: { scheme: "https", permanent: true } },
    },
    { kind: "IngressRoute", name: "shop-redirect", spec: route },
  ]);
  const ingress = { class: "public", annotations: {}, entryPoints: ["websecure"] };
  expect(beside({ tls: { lowest: "1.2", redirect }, ingress })[1]?.spec).toEqual({
    ...route,
    ingressClassName: "public",
  });
});
