import type { Asked } from "../../test/policies/pack/start-pack";
import { goodContainer, goodSpec } from "../../test/policies/checks/good-pod";
import { asWorkload } from "../../test/policies/checks/workload";

const variables = (container: number) =>
  Array.from({ length: 20 }, (_, index) => ({
    name: `SETTING_${index}`,
    value: `value ${index} of ${container}`,
  }));

/** A Deployment of three containers with twenty variables each, about which nothing is wrong. */
export function makeDeployment(index: number): Asked {
  const containers = ["app", "proxy", "metrics"].map((name, place) =>
    goodContainer({ name, env: variables(place) }),
  );
  const { type, props } = asWorkload("kubernetes:apps/v1:Deployment", { spec: goodSpec({ containers }) });
  return { type, name: `shop-${index}`, properties: props };
}
