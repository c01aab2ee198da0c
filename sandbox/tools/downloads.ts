import type { Download } from "./tool";

const release = (
  url: string,
  sha256: string,
  sources: Download["sources"],
  files?: Download["files"],
): Download => ({ url, sha256, sources, ...(files === undefined ? {} : { files }) });

/**
 * Official release archives for Linux on x86-64. A checksum is listed only where two places that publish it
 * independently of each other agree on exactly the pinned version.
 * Without a download, since no two such places were found: kubernetes (of its six binaries only kubectl has two:
 * Kubespray and cert-manager's makefile-modules; for kubelet there is Kubespray alone, for the others none), etcd
 * (Kubespray ends at 3.6.14), traefik. Without one for good: pulumi-language-nodejs, pulumi-resource-random and pause,
 * which are programs of this folder, and Debian's packages, which apt checks itself.
 */
export const downloads = {
  pulumi: release(
    "https://get.pulumi.com/releases/sdk/pulumi-v3.259.0-linux-x64.tar.gz",
    "94ba357acac23d01474084c4b00098dc0f7bc70ce13f34c777459254a5f718e5",
    [
      "github.com/pulumi/homebrew-tap, Formula/pulumi.rb at 51fb494f9549",
      "github.com/Fryuni/config-files, overlay/pulumi/data.nix at 16a3a25 (base 32)",
    ],
    { pulumi: "pulumi/pulumi" },
  ),
  kubernetesProvider: release(
    "https://api.pulumi.com/releases/plugins/pulumi-resource-kubernetes-v4.25.0-linux-amd64.tar.gz",
    "6ea3d53c16a00c4d1017c4d109928d8f4801fd7cd978965cd43917561f3774b0",
    [
      "github.com/NixOS/nixpkgs, pkgs/by-name/pu/pulumi-bin/data.nix at 0501eb325e73 (base 32)",
      "github.com/Fryuni/config-files, overlay/pulumi/data.nix at 71537850d5aa (base 32)",
    ],
    { "pulumi-resource-kubernetes": "pulumi-resource-kubernetes" },
  ),
  coredns: release(
    "https://github.com/coredns/coredns/releases/download/v1.14.4/coredns_1.14.4_linux_amd64.tgz",
    "5b0e6a6a8b97bdcaec65baa70e83ca88ce03ab852355c656e3f7953405cfe36e",
    [
      "github.com/imbue-openhost/openhost, ansible/tasks/coredns.yml at 36546b9b8668",
      "Arch Linux's user repository, coredns-bin 1.14.4-1, PKGBUILD",
    ],
    { coredns: "coredns" },
  ),
  cosign2: release(
    "https://github.com/sigstore/cosign/releases/download/v2.6.5/cosign-linux-amd64",
    "c3b4f5410e608af03a5eb0aaac84a4313d8da131248e08ff1759ac70c79d1644",
    [
      "github.com/gaboracnicolai/edge-infra, deploy/hack/supply-chain.sh",
      "github.com/CogNEXUSlabs/cognexus-tools, python/src/artzain/openshell/upgrade.py",
    ],
  ),
  cosign3: release(
    "https://github.com/sigstore/cosign/releases/download/v3.1.3/cosign-linux-amd64",
    "4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71",
    [
      "github.com/skaft-software/ygg, scripts/install.sh",
      "github.com/kubernetes-sigs/security-profiles-operator, hack/sign-images.sh",
    ],
  ),
} as const;
