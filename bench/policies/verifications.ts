import { attachBundle, putImage } from "../../test/support/oci/attach";
import { startOciRegistry } from "../../test/support/oci/registry";
import { keyBundle, makeStatement, signType } from "../../test/support/oci/signing";
import { makeKeys, pemOf } from "../../test/support/oci/sigstore";
import { startPack } from "../../test/policies/pack/start-pack";
import type { Asked } from "../../test/policies/pack/start-pack";
import { goodContainer, goodSpec } from "../../test/policies/checks/good-pod";
import { asWorkload } from "../../test/policies/checks/workload";
import type { Figure } from "../support/figure";

const workloads = 50;

function deploymentOf(image: string, index: number): Asked {
  const spec = goodSpec({ containers: [goodContainer({ image })] });
  const { type, props } = asWorkload("kubernetes:apps/v1:Deployment", { spec });
  return { type, name: `shop-${index}`, properties: props };
}

/** Counts the requests that the pack sends to a registry when many workloads run few images. */
export async function countVerifications(): Promise<Figure[]> {
  const keys = makeKeys();
  const registry = await startOciRegistry();
  const pack = await startPack();
  try {
    await pack.configure({
      "images-signed": {
        policies: [
          {
            name: "ours",
            images: [{ glob: "**" }],
            authorities: [{ name: "release", key: { data: pemOf(keys) } }],
          },
        ],
      },
    });
    const perDigest: number[] = [];
    for (const text of ["one", "two", "three"]) {
      const image = putImage(registry, "acme/shop", text, text);
      attachBundle(registry, "acme/shop", image, keyBundle(makeStatement(image.digest, signType, {}), keys));
      registry.requests.length = 0;
      for (let index = 0; index < workloads; index++) {
        const name = `${registry.host}/acme/shop@${image.digest}`;
        const found = await pack.analyze(deploymentOf(name, index));
        if (found.length > 0) throw new Error(`expected a good signature: ${JSON.stringify(found)}`);
      }
      const unique = new Set(registry.requests).size;
      perDigest.push(registry.requests.length / unique);
    }
    const name = `verifications per distinct digest, ${workloads} workloads each`;
    return [{ name, unit: "", values: perDigest, limits: { worst: 1 } }];
  } finally {
    pack.stop();
    await registry.close();
  }
}
