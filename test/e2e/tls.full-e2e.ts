import { addShopGateway, shopGateway } from "./support/routes/tls-gateway";
import { testTls, tlsSecret } from "./support/routes/tls-scene";
import type { TlsScene } from "./support/routes/tls-scene";

// `edge.tls` on a real proxy, by each router that has objects of its own for it.

const scenes: readonly TlsScene[] = [
  {
    router: "gateway",
    traffic: { gateway: { ...shopGateway, listener: "https" } },
    status: 301,
    setsVersion: false,
    prepare: async (app) => await addShopGateway(app, tlsSecret),
  },
  { router: "nginx", traffic: { router: "nginx" }, status: 308, setsVersion: false },
  {
    router: "traefik",
    traffic: { router: "traefik", ingress: { entryPoints: ["websecure"] } },
    status: 301,
    setsVersion: true,
  },
];

describe.each(scenes)("router $router", testTls);
