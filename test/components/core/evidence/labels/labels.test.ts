import { showValues } from "../../../../../components/core/evidence/samples/entry";
import { identify, splitLabels, targetOf } from "../../../../../components/core/evidence/labels/labels";

test("splitLabels() tells what is counted from who counts, whoever renamed it", () => {
  const labels = {
    __name__: "x_total",
    code: "200",
    http_route: "/a",
    exported_service: "app",
    service: "monitor",
    pod: "p",
    exported_pod: "q",
  };
  expect(splitLabels(labels, ["service"])).toEqual({
    request: { __name__: "x_total", code: "200", http_route: "/a", service: "app" },
    target: { service: "monitor", pod: "p", exported_pod: "q" },
  });
});

test.each(["route", "path", "uri", "url", "request_path", "request_uri", "user_agent", "http_user_agent"])(
  "splitLabels() takes %s for a label of requests, wherever it is looked for",
  (name) => {
    expect(splitLabels({ [name]: "/a", pod: "p" }, [])).toEqual({
      request: { [name]: "/a" },
      target: { pod: "p" },
    });
  },
);

test("splitLabels() knows a label of requests in any form of its name, unless the usual one is there", () => {
  const labels = { httpStatusCode: "500", "http.route": "/a", "k8s.pod.name": "p", nodeName: "n" };
  expect(splitLabels(labels, [])).toEqual({
    request: { http_status_code: "500", http_route: "/a" },
    target: { "k8s.pod.name": "p", nodeName: "n" },
  });
  expect(splitLabels({ statusCode: "E1", status_code: "500" }, [])).toEqual({
    request: { status_code: "500" },
    target: { statusCode: "E1" },
  });
});

test("splitLabels() tells a path from a port that is scraped", () => {
  expect(splitLabels({ endpoint: "/cart" }, [])).toEqual({ request: { endpoint: "/cart" }, target: {} });
  expect(splitLabels({ endpoint: "http" }, [])).toEqual({ request: {}, target: { endpoint: "http" } });
});

test("splitLabels() takes a name that ends with _ for all that begin with it", () => {
  expect(splitLabels({ source_app: "a", source: "b" }, ["source_"])).toEqual({
    request: { source_app: "a" },
    target: { source: "b" },
  });
});

test.each([
  [{ pod: "p" }, "p"],
  [{ instance: "a:1" }, "a:1"],
  [{ pod: "p", instance: "a:1" }, "p@a:1"],
  [{ pod: "", k8s_pod_name: "q" }, "q"],
  [{}, ""],
])("targetOf() of %j is %s", (labels, expected) => {
  expect(targetOf(labels as Record<string, string>)).toBe(expected);
});

test("identify() is the same whatever the order, and tells values with quotes apart", () => {
  expect(identify({ b: '"', a: "1" })).toBe(identify({ a: "1", b: '"' }));
  expect(identify({ a: "1", b: '"' })).toBe(String.raw`a="1",b="\\""`.replace("\\\\", "\\"));
});

test("showValues() shows five of many", () => {
  expect(showValues("job", ["b", "a", undefined, "a"])).toBe('job ("a", "b", none)');
  expect(showValues("job", ["1", "2", "3", "4", "5", "6"])).toBe('job ("1", "2", "3", "4", "5", …)');
});
