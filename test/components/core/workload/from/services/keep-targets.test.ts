import { refuseLostPort } from "../../../../../../components/core/workload/from/services/keep-targets";
import { container, deployment, service, take } from "../set";

describe("refuseLostPort()", () => {
  const worker = deployment({ containers: [container({ ports: [] })] });
  const stable = (targetPort: number | string) =>
    service("shop-stable", { ports: [{ name: "http", port: 8080, targetPort }] });

  test("refuses a set that has no Service any more, where users come to another port than the route's", () => {
    expect(refuseLostPort(take([worker]), stable("http"))).toMatchObject({
      text: "the set must have a Service of the workload, or a port of container shop: got neither, and users come to port http of stable's pods",
    });
    expect(refuseLostPort(take([worker]), stable(3000))?.text).toContain("port 3000 of stable's pods");
  });

  test("takes what changes nothing: no stable yet, the same port, a port or Service that is still there", () => {
    expect(refuseLostPort(take([worker]), undefined)).toBeUndefined();
    expect(refuseLostPort(take([worker]), stable(8080))).toBeUndefined();
    expect(refuseLostPort(take([deployment()]), stable("http"))).toBeUndefined();
    expect(refuseLostPort(take([deployment(), service("shop")]), stable("http"))).toBeUndefined();
  });
});
