import { isLocal, isNearby } from "../../../../components/core/takeover/local";

test.each([
  [{}, {}, false, false],
  [{ internalTrafficPolicy: "Local" }, {}, true, true],
  [{ externalTrafficPolicy: "Local" }, {}, true, false],
  [{ internalTrafficPolicy: "Cluster", externalTrafficPolicy: "Cluster" }, {}, false, false],
  [{ trafficDistribution: "PreferClose" }, {}, false, true],
  [{}, { "service.kubernetes.io/topology-mode": "Auto" }, false, true],
  [{}, { "service.kubernetes.io/topology-aware-hints": "auto" }, false, true],
  [{}, { "service.kubernetes.io/topology-mode": "disabled" }, false, false],
])("a Service with %j and annotations %j", (spec, annotations, local, nearby) => {
  expect(isLocal({ spec: spec as object })).toBe(local);
  expect(isNearby({ spec, metadata: { annotations } })).toBe(nearby);
});
