import type { DebSource } from "./tool";

/**
 * Packages of Debian 12 that ingress-nginx's controller runs: nginx with the modules that its template needs, and Lua's
 * libraries. They are a set of their own, since hardly a sandbox has them.
 */
export const debianNginx: DebSource = {
  kind: "deb",
  packages: {
    nginx: "1.22.",
    "nginx-common": "1.22.",
    "libnginx-mod-http-ndk": "",
    "libnginx-mod-http-lua": "",
    "libnginx-mod-http-headers-more-filter": "",
    "libnginx-mod-stream": "1.22.",
    "lua-resty-core": "",
    "lua-resty-lrucache": "",
    "lua-cjson": "",
    "libluajit2-5.1-2": "",
    "libluajit2-5.1-common": "",
    libpcre3: "",
  },
  files: { "debian-nginx": "usr/sbin/nginx" },
  needLibraries: ["debian-nginx"],
};
