import { dropMarks } from "../../../../../../components/core/workload/from/template/drop-marks";
import { deployment, object, service, take } from "../set";

test("dropMarks() takes out what a tool finds its own objects by, and names it with the objects", () => {
  const map = object("v1", "ConfigMap", "a", {
    metadata: {
      name: "a",
      labels: { "app.kubernetes.io/managed-by": "Helm", team: "shop" },
      annotations: { "argocd.argoproj.io/tracking-id": "x", "meta.helm.sh/release-name": "shop" },
    },
  });
  const own = object("v1", "ConfigMap", "b", {
    metadata: { name: "b", labels: { "app.kubernetes.io/managed-by": "team-a" } },
  });
  const { objects, notes } = dropMarks([map, own]);
  expect(objects[0]?.["metadata"]).toEqual({ name: "a", labels: { team: "shop" } });
  expect(objects[1]).toBe(own);
  expect(notes).toEqual(
    ["app.kubernetes.io/managed-by", "argocd.argoproj.io/tracking-id", "meta.helm.sh/release-name"].map(
      (name) => `${name} is left out, by which a tool would take the objects for its own: ConfigMap a`,
    ),
  );
});

test("renderApp() gives no object of Sluice the marks of a tool, and says so", () => {
  const marked = service("web", {}, { labels: { "app.kubernetes.io/managed-by": "Helm", tier: "web" } });
  const { services, notes } = take([deployment(), marked]);
  expect(services.labels).toEqual({ tier: "web" });
  expect(services.kept.map((one) => one["metadata"])).toEqual([{ name: "web", labels: { tier: "web" } }]);
  expect(notes).toContain(
    "app.kubernetes.io/managed-by is left out, by which a tool would take the objects for its own: Service web",
  );
});
