import type { DebSource } from "./tool";

/**
 * Packages of Debian 12 that the firewall's image is made of, down to the C library: nothing of it is the machine's.
 * They are a set of their own, since programs of the other one run with the machine's C library.
 */
export const debianWaf: DebSource = {
  kind: "deb",
  packages: {
    nginx: "1.22.",
    "libnginx-mod-http-modsecurity": "1.0.3",
    "libnginx-mod-http-headers-more-filter": "0.34",
    libmodsecurity3: "3.0.9",
    // Of it only the mapping of Unicode that ModSecurity needs.
    "nginx-common": "1.22.",
    libc6: "2.36",
    ...Object.fromEntries(
      [
        "libbrotli1",
        "libcom-err2",
        "libcrypt1",
        "libcurl3-gnutls",
        "libffi8",
        "libfuzzy2",
        "libgcc-s1",
        "libgeoip1",
        "libgmp10",
        "libgnutls30",
        "libgssapi-krb5-2",
        "libhogweed6",
        "libicu72",
        "libidn2-0",
        "libk5crypto3",
        "libkeyutils1",
        "libkrb5-3",
        "libkrb5support0",
        "libldap-2.5-0",
        "liblua5.3-0",
        "liblzma5",
        "libmaxminddb0",
        "libnettle8",
        "libnghttp2-14",
        "libp11-kit0",
        "libpcre2-8-0",
        "libpsl5",
        "librtmp1",
        "libsasl2-2",
        "libssh2-1",
        "libssl3",
        "libstdc++6",
        "libtasn1-6",
        "libunistring2",
        "libxml2",
        "libyajl2",
        "libzstd1",
        "zlib1g",
      ].map((name) => [name, ""]),
    ),
  },
  files: { "waf-nginx": "usr/sbin/nginx" },
  needLibraries: [],
};
