/** A Rollout that splits by ingress-nginx and measures in the background, with all that belongs to it. */
export const nginxRollout = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: shop
  namespace: prod
  uid: 6f1e
  labels: { app: shop, team: checkout, app.kubernetes.io/managed-by: Helm }
  annotations: { notifications.argoproj.io/subscribe.on-rollout-aborted.slack: releases }
spec:
  replicas: 4
  minReadySeconds: 5
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: shop
          image: registry.example.org/shop:v1
          env: [{ name: API_KEY, value: very-secret }]
          ports: [{ name: http, containerPort: 8080 }]
  strategy:
    canary:
      maxSurge: 25%
      canaryService: shop-preview
      stableService: shop-live
      trafficRouting:
        nginx: { stableIngress: shop, annotationPrefix: custom.example.org }
      analysis:
        startingStep: 2
        templates: [{ templateName: success }, { templateName: absent }]
        args: [{ name: ingress, value: shop }, { name: team, valueFrom: { fieldRef: { fieldPath: "metadata.labels['team']" } } }]
      steps:
        - pause: { duration: 30s }
        - setWeight: 0
        - setWeight: 5
        - pause: { duration: 5m }
        - pause: { duration: 60 }
        - setWeight: 10
        - setWeight: 20
        - pause: {}
        - setHeaderRoute: { name: testers, match: [{ headerName: X-Test, headerValue: { exact: "yes" } }] }
        - setWeight: 15
        - pause: { duration: 1m }
        - setWeight: 60
        - analysis: { templates: [{ templateName: success }] }
---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: success }
spec:
  args: [{ name: ingress }, { name: limit, value: "0.5" }, { name: team }]
  metrics:
    - name: success-rate
      interval: 20s
      count: 3
      failureLimit: 2
      successCondition: len(result) == 0 || result[0] > 0.98
      provider:
        prometheus:
          address: http://user:word@prometheus.monitoring.svc.cluster.local:9090
          query: |
            # share of good answers
            sum(rate(nginx_ingress_controller_requests{ingress="{{args.ingress}}",status!~"5.*"}[1m]))
            / sum(rate(nginx_ingress_controller_requests{ingress="{{args.ingress}}"}[1m]))
    - name: queue
      failureCondition: result[0] > 100
      provider:
        prometheus: { query: 'queue_length{team="{{args.team}}"}' }
    - name: probe
      provider: { job: { spec: {} } }
---
apiVersion: v1
kind: Service
metadata: { name: shop-live, namespace: prod }
spec: { selector: { app: shop, rollouts-pod-template-hash: abc }, ports: [{ name: http, port: 80, targetPort: http }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop-preview, namespace: prod }
spec: { selector: { app: shop }, ports: [{ name: http, port: 80, targetPort: http }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: prod
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
    cert-manager.io/cluster-issuer: public
spec:
  ingressClassName: public
  tls: [{ hosts: [shop.example.org], secretName: shop-tls }]
  rules:
    - host: shop.example.org
      http:
        paths: [{ path: /api, pathType: Prefix, backend: { service: { name: shop-live, port: { name: http } } } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: shop, namespace: prod }
spec:
  minReplicas: 4
  maxReplicas: 8
  scaleTargetRef: { apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: shop }
---
apiVersion: v1
kind: Secret
metadata: { name: shop-db, namespace: prod }
stringData: { password: very-secret }
`;
