import { NODE_ADDRESS, PORTS } from "../network/addresses";

/** Renders the Corefile: cluster names only, since no other name leads anywhere from the sandbox. */
export function renderCorefile(kubeconfig: string): string {
  return `.:${PORTS.dns} {
  bind ${NODE_ADDRESS}
  errors
  ready 127.0.0.1:${PORTS.dnsReady}
  cache 5
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${kubeconfig}
    pods insecure
  }
}
`;
}
