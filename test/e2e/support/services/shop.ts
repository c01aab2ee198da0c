/** A Deployment of two pods with Service and route "shop.test", as objects for kubectl. */
export function planShop(image: string): object[] {
  const metadata = { name: "shop", namespace: "shop" };
  const labels = { app: "shop" };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: {
            labels,
            annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "9090" },
          },
          spec: {
            containers: [
              {
                name: "shop",
                image,
                args: ["serve"],
                readinessProbe: { httpGet: { path: "/readyz", port: 8080 }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata,
      spec: {
        parentRefs: [{ name: "sluice", namespace: "gateway" }],
        hostnames: ["shop.test"],
        rules: [{ backendRefs: [{ name: "shop", port: 80 }] }],
      },
    },
  ];
}
