import * as path from "node:path";
import { demo } from "./environment-file";
import { REGISTRY_HOST, REPOSITORY } from "../../sandbox/images/scholarlink";
import { WAF_REPOSITORY } from "../../sandbox/images/waf";

/** Facts that the demo's policy file is written from. */
export interface PolicyFacts {
  /** Public key of the images' signatures, PEM file. */
  readonly publicKeyFile: string;
  /** Namespace of the app's route. */
  readonly namespace: string;
  /** `http://127.0.0.1:port` of the sandbox's registry, as this machine reaches it. */
  readonly registryUrl: string;
}

/** Headers that the example app sends itself; the style's hash changes with its colour. */
const ownHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; report-uri /csp-reports?track=stable",
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy":
    "accelerometer=(), autoplay=(), camera=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), sync-xhr=(), usb=(), web-share=(), xr-spatial-tracking=(), clipboard-read=(), clipboard-write=(), gamepad=(), hid=(), idle-detection=(), serial=(), unload=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Permitted-Cross-Domain-Policies": "none",
};

/** Folder of the policy pack. */
export const packFolder = path.join(__dirname, "../../policies");

const enforcementLevel = "mandatory";

/** Renders the configuration of the policy pack: images that the sandbox's own key signed, headers that the app sends. */
export function renderPolicyConfig({ publicKeyFile, namespace, registryUrl }: PolicyFacts): string {
  const bySandbox = (name: string, repository: string) => ({
    name,
    images: [{ glob: `${REGISTRY_HOST}/${repository}` }],
    authorities: [{ name: "sandbox", key: { file: publicKeyFile } }],
    // Pods reach the registry by the name in the reference, this machine by its loopback port.
    signatureRepository: `${new URL(registryUrl).host}/${repository}`,
  });
  const signed = {
    enforcementLevel,
    policies: [bySandbox("example app", REPOSITORY), bySandbox("firewall", WAF_REPOSITORY)],
  };
  const owned = [{ route: `${namespace}/${demo.app}`, headers: ownHeaders }];
  const headers = { enforcementLevel, owned };
  const config = {
    "images-signed": signed,
    "headers-required": headers,
    "headers-score": headers,
    "headers-csp-nonce": headers,
    // It sends none of those that a route would have to take away.
    "headers-no-leaks": { ...headers, remove: [] },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
