/** An Ingress with most of what ingress-nginx can, its canary, and the workload. */
export const ingresses = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: prod
  labels: { app: web }
  annotations:
    kubernetes.io/ingress.class: nginx
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/cors-allow-origin: "https://a.example.org, https://b.example.org"
    nginx.ingress.kubernetes.io/cors-max-age: "600"
    nginx.ingress.kubernetes.io/proxy-read-timeout: "30"
    nginx.ingress.kubernetes.io/proxy-send-timeout: "30"
    nginx.ingress.kubernetes.io/upstream-vhost: inner.example.org
    nginx.ingress.kubernetes.io/x-forwarded-prefix: /shop
    nginx.ingress.kubernetes.io/custom-headers: prod/web-headers
    nginx.ingress.kubernetes.io/ssl-redirect: "true"
spec:
  ingressClassName: nginx
  tls: [{ hosts: [web.example.org], secretName: web-tls }]
  rules:
    - host: web.example.org
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
          - { path: /login, pathType: Exact, backend: { service: { name: web, port: { name: http } } } }
          - { path: /old, pathType: ImplementationSpecific, backend: { service: { name: old, port: { number: 8080 } } } }
          - { path: /files, pathType: Prefix, backend: { resource: { kind: Bucket, name: files } } }
    - host: admin.example.org
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: admin, port: { number: 80 } } } }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web-canary
  namespace: prod
  annotations:
    nginx.ingress.kubernetes.io/canary: "true"
    nginx.ingress.kubernetes.io/canary-weight: "10"
    nginx.ingress.kubernetes.io/canary-by-cookie: beta.users
    nginx.ingress.kubernetes.io/proxy-read-timeout: "5"
spec:
  ingressClassName: nginx
  rules:
    - host: web.example.org
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web-canary, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web-headers, namespace: prod }
data: { X-Frame-Options: deny }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: prod }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: prod }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "registry.example.org/web:3", ports: [{ containerPort: 8080 }] }, { name: proxy, image: proxy }] }
`;
