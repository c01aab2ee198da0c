import { allowedHosts, isLoopback, judgeRequest } from "../../../../components/core/dashboard/judge-request";
import type { AskedRequest } from "../../../../components/core/dashboard/judge-request";

test.each([
  ["127.0.0.1", true],
  ["127.8.0.9", true],
  ["::1", true],
  ["10.0.0.1", false],
  ["127.0.0.1.example.org", false],
  ["0.0.0.0", false],
  ["::", false],
])("isLoopback(%s) is %s", (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

test.each([
  ["127.0.0.1", 7000, ["127.0.0.1:7000", "localhost:7000"]],
  ["::1", 7000, ["[::1]:7000", "localhost:7000"]],
  ["10.0.0.7", 80, ["10.0.0.7", "10.0.0.7:80"]],
])("allowedHosts(%s, %s)", (address, port, expected) => {
  expect(allowedHosts(address, port)).toEqual(expected);
});

const own: AskedRequest = {
  method: "GET",
  host: "127.0.0.1:7000",
  origin: undefined,
  fetchSite: "same-origin",
};
const judge = (changes: Partial<AskedRequest>) =>
  judgeRequest({ ...own, ...changes }, allowedHosts("127.0.0.1", 7000));

test.each<[string, Partial<AskedRequest>]>([
  ["the page's own", {}],
  ["the page's own by its other name", { host: "localhost:7000", origin: "http://localhost:7000" }],
  ["a person's, by the address bar", { fetchSite: "none" }],
  ["a program's, which has no Sec-Fetch-Site", { fetchSite: undefined }],
  ["HEAD", { method: "HEAD" }],
  ["the exchange of the token", { method: "POST", origin: "http://127.0.0.1:7000" }],
])("judgeRequest() answers %s", (_, changes) => {
  expect(judge(changes)).toBeUndefined();
});

test.each<[string, Partial<AskedRequest>, number]>([
  ["a name that was bound to the address", { host: "evil.example.org:7000" }, 403],
  ["the address with another port", { host: "127.0.0.1:7001" }, 403],
  ["no Host", { host: undefined }, 403],
  ["another site's Origin", { origin: "https://evil.example.org" }, 403],
  ["another port's Origin", { origin: "http://127.0.0.1:7001" }, 403],
  ["its other name's Origin", { origin: "http://localhost:7000" }, 403],
  ["an Origin that is hidden", { origin: "null" }, 403],
  ["another site's link", { fetchSite: "cross-site" }, 403],
  ["another port's page", { fetchSite: "same-site" }, 403],
  ["a POST without Origin", { method: "POST" }, 403],
  ["a method that writes", { method: "DELETE", origin: "http://127.0.0.1:7000" }, 405],
  ["no method", { method: undefined }, 405],
])("judgeRequest() refuses %s", (_, changes, status) => {
  expect(judge(changes)).toMatchObject({ status });
});
