import { dottedName, mapping, oneOf, text, told, whole } from "../fields/field";

/** `sluice:edge.tls`: the certificate that users get. */
export const tlsSchema = mapping("edge.tls", {
  secret: told(
    "Secret with the certificate, in the app's namespace; routers `nginx` and `traefik` show it, of router `gateway` the listener has to",
    dottedName().optional(),
    "with `issuer` `<app>-tls`, else the router's own",
  ),
  /** Issuer of cert-manager. @default - somebody else keeps the Secret */
  issuer: mapping("edge.tls.issuer", {
    name: told("issuer of cert-manager that signs the certificate, in the Secret", dottedName()),
    kind: told(
      "its kind",
      text("be a kind such as ClusterIssuer", /^[A-Z][A-Za-z]{1,62}$/).default("ClusterIssuer"),
    ),
    group: told("its group", dottedName().default("cert-manager.io")),
  }).optional(),
  /** Redirection from http to https. @default - none of Sluice's */
  redirect: mapping("edge.tls.redirect", {
    status: told(
      "status of the answer: 301, 302, 303, 307 or 308 of router `gateway`, 308 of `nginx`, 301 of `traefik`",
      whole(301, 308).optional(),
      "that of the router; of `gateway` 301",
    ),
    listener: told(
      "listener of the Gateway, or entry point of Traefik, that takes requests by http",
      dottedName().optional(),
      "`http`; of Traefik `web`",
    ),
  }).optional(),
  minVersion: told(
    "lowest version that the server may agree to, which the gate looks at; router `traefik` is set to it, the others by their owners",
    oneOf(["TLSv1.2", "TLSv1.3"]).default("TLSv1.2"),
  ),
});
