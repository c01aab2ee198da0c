/** A Canary behind a Gateway with templates of its own, and what Flagger made of its workload. */
export const canary = `
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: cart, namespace: prod }
spec:
  provider: gatewayapi:v1
  metricsServer: http://prometheus.monitoring:9090
  progressDeadlineSeconds: 120
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: cart }
  autoscalerRef: { apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: cart, primaryScalerReplicas: { minReplicas: 2 } }
  service:
    name: cart
    port: 80
    targetPort: 8080
    portName: web
    appProtocol: http
    hosts: ["*", cart.example.org]
    gatewayRefs: [{ name: public, namespace: infra, sectionName: https, port: 443 }]
    retries: { attempts: 3 }
  analysis:
    interval: 30s
    threshold: 5
    stepWeight: 10
    maxWeight: 30
    metrics:
      - { name: request-success-rate, thresholdRange: { min: 99.5 }, interval: 1m }
      - { name: request-duration, thresholdRange: { max: 250 }, interval: 1m }
      - { name: lag, templateRef: { name: lag }, templateVariables: { topic: orders }, thresholdRange: { min: 1, max: 900 }, interval: 2m }
      - { name: gone, templateRef: { name: gone }, thresholdRange: { max: 1 } }
      - { name: vendor, templateRef: { name: vendor }, thresholdRange: { max: 1 } }
      - { name: own, query: 'sum(errors_total{app="{{ target }}"}) / sum(requests_total{app="{{ target }}"}) * 100', threshold: 2 }
      - { name: odd, thresholdRange: { max: 1 } }
    webhooks: [{ name: smoke, type: pre-rollout, url: "http://tester/" }]
    alerts: [{ name: chat, severity: error, providerRef: { name: chat } }]
---
apiVersion: flagger.app/v1beta1
kind: MetricTemplate
metadata: { name: lag, namespace: prod }
spec:
  provider: { type: prometheus, address: "http://prometheus.monitoring:9090", secretRef: { name: credentials } }
  query: |
    max(lag{topic="{{ variables.topic }}", job="{{ target }}", namespace="{{ namespace }}"}[{{ interval }}])
---
apiVersion: flagger.app/v1beta1
kind: MetricTemplate
metadata: { name: vendor, namespace: prod }
spec: { provider: { type: datadog }, query: x }
---
apiVersion: flagger.app/v1beta1
kind: AlertProvider
metadata: { name: chat, namespace: prod }
spec: { type: slack, channel: releases }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: prod }
spec:
  replicas: 0
  selector: { matchLabels: { app: cart, tier: web } }
  template:
    metadata: { labels: { app: cart, tier: web } }
    spec: { containers: [{ name: cart, image: "registry.example.org/cart:v7", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart-primary, namespace: prod }
spec:
  replicas: 3
  selector: { matchLabels: { app: cart-primary } }
  template: { metadata: { labels: { app: cart-primary } }, spec: { containers: [{ name: cart, image: "registry.example.org/cart:v7" }] } }
---
apiVersion: v1
kind: Service
metadata: { name: cart-canary, namespace: prod }
spec: { selector: { app: cart }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: cart-primary, namespace: prod }
data: { a: b }
`;
