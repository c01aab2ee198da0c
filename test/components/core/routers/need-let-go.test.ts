import { httpRoute } from "../../../../components/core/routers/gateway/kinds";
import { needLetGo } from "../../../../components/core/routers/need-let-go";
import { settings } from "./gateway/any-route";

const need = needLetGo(httpRoute, settings);
const routeOf = (annotations: Record<string, string>, managers: readonly string[] = []) => ({
  kind: "found" as const,
  object: {
    metadata: {
      name: "shop",
      namespace: "shop",
      uid: "u",
      resourceVersion: "1",
      annotations,
      managedFields: managers.map((manager) => ({ manager })),
    },
  },
});
const helm = { "meta.helm.sh/release-name": "shop" };

test("needLetGo() refuses a route whose owner would write its rules again, until Sluice has written them", () => {
  expect(need.paths).toEqual(["/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes/shop"]);
  expect(need.judge([routeOf(helm)])).toEqual({
    problems: [
      {
        end: "refused",
        text: 'Cannot route traffic to "shop": HTTPRoute shop/shop must be let go by its owner first: got Helm release shop; nothing was touched',
        fix: expect.stringContaining("helm.sh/resource-policy: keep"),
        holder: "HTTPRoute shop/shop of Helm release shop",
      },
    ],
    notes: [],
  });
  expect(need.judge([routeOf({ ...helm, "sluice.dev/epoch": "4-a" })])).toEqual({ problems: [], notes: [] });
});

test("needLetGo() finds no fault with a route of nobody, or that is not there", () => {
  expect(need.judge([routeOf({}, ["kubectl-create"])])).toEqual({ problems: [], notes: [] });
  expect(need.judge([{ kind: "absent" }])).toEqual({ problems: [], notes: [] });
});
