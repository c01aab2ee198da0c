import { chooseProxy, parseProxy } from "../../../components/http/choose-proxy";

const proxy = "http://proxy.corp.example:3128";

test.each([
  ["https by HTTPS_PROXY", "https://api.example", { HTTPS_PROXY: proxy }, true],
  ["https by https_proxy", "https://api.example", { https_proxy: proxy }, true],
  ["http by HTTP_PROXY", "http://api.example", { HTTP_PROXY: proxy }, true],
  ["https not by HTTP_PROXY", "https://api.example", { HTTP_PROXY: proxy }, false],
  ["http not by HTTPS_PROXY", "http://api.example", { HTTPS_PROXY: proxy }, false],
  ["an empty variable", "https://api.example", { HTTPS_PROXY: "" }, false],
  ["an empty one beside a set one", "https://api.example", { HTTPS_PROXY: "", https_proxy: proxy }, true],
  ["localhost", "https://localhost:6443", { HTTPS_PROXY: proxy }, false],
  ["127.0.0.0/8", "https://127.1.2.3:6443", { HTTPS_PROXY: proxy }, false],
  ["::1", "https://[::1]:6443", { HTTPS_PROXY: proxy }, false],
])("chooseProxy() chooses %s", (_name, url, variables, expected) => {
  expect(chooseProxy(new URL(url), variables)?.href).toBe(expected ? `${proxy}/` : undefined);
});

test.each([
  ["the name itself", "api.example", "https://api.example", false],
  ["its subdomain", "example", "https://api.example", false],
  ["another that ends so", "ample", "https://api.example", true],
  ["a dot: subdomains only", ".api.example", "https://api.example", true],
  ["a dot: a subdomain", ".api.example", "https://eu.api.example", false],
  ["a star: a subdomain", "*.api.example", "https://eu.api.example", false],
  ["a star alone", "*", "https://api.example", false],
  ["upper case and blanks", " Other , API.Example ", "https://api.example", false],
  ["an entry with the port", "api.example:443", "https://api.example", false],
  ["an entry with another port", "api.example:6443", "https://api.example", true],
  ["an address", "10.1.2.3", "https://10.1.2.3:6443", false],
  ["an address with its port", "10.1.2.3:6443", "https://10.1.2.3:6443", false],
  ["an address with another port", "10.1.2.3:443", "https://10.1.2.3:6443", true],
  ["another address", "10.1.2.4", "https://10.1.2.3:6443", true],
  ["a range", "10.0.0.0/8", "https://10.1.2.3:6443", false],
  ["a range without it", "10.2.0.0/16", "https://10.1.2.3:6443", true],
  ["a range, and a name", "10.0.0.0/8", "https://api.example", true],
  ["a range of no size", "10.0.0.0/99", "https://10.1.2.3", true],
  ["a range in IPv6", "fd00::/8", "https://[fd12::1]:6443", false],
  ["an address in IPv6", "fd12::1", "https://[fd12:0::1]:6443", false],
  ["an address in IPv6 with its port", "[fd12::1]:6443", "https://[fd12::1]:6443", false],
  ["a path, which is no range", "api.example/8", "https://api.example", true],
  ["nothing between commas", ",,", "https://api.example", true],
])("chooseProxy() reads NO_PROXY: %s", (_name, exceptions, url, expected) => {
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const chosen = chooseProxy(new URL(url), { HTTPS_PROXY: proxy, [name]: exceptions });
    expect(chosen !== undefined).toBe(expected);
  }
});

test.each([
  ["no scheme", "proxy.corp.example:3128", "http://proxy.corp.example:3128/"],
  ["https", "https://proxy.corp.example", "https://proxy.corp.example/"],
  ["socks5", "socks5://proxy.corp.example:1080", "socks5://proxy.corp.example:1080"],
  ["credentials", "http://u:p@proxy.corp.example", "http://u:p@proxy.corp.example/"],
])("parseProxy() reads an address with %s", (_name, text, expected) => {
  expect(parseProxy(text, "HTTPS_PROXY").href).toBe(expected);
});

test.each([
  "ftp://u:secret@proxy.corp.example",
  "http://",
  "socks4://proxy.corp.example",
  "http://u:secret@:3128",
])("parseProxy() refuses %s without showing what is secret", (text) => {
  expect(() => parseProxy(text, "HTTPS_PROXY")).toThrow(/^Cannot use the proxy of HTTPS_PROXY: it must be /);
  expect(() => parseProxy(text, "HTTPS_PROXY")).not.toThrow(/secret/);
});
