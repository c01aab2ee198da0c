import { PORTS } from "../../network/addresses";
import type { Daemon } from "../daemon";
import { toMountPoints } from "../mount-points";
import type { SandboxPaths } from "../../config/paths";

/** Number of the user "nobody" and its group on Linux: PostgreSQL refuses to run as root. */
export const NOBODY = 65534;

/** The database and its only user. */
export const DATABASE = "scholarlink";

// The first start makes the data folder; only a finished one has its mark.
const START = `set -e
if [ ! -e "$data/made" ]; then
  rm -rf "$data/cluster"
  initdb -D "$data/cluster" -U postgres --auth=scram-sha-256 --pwfile="$data/password" --encoding=UTF8 --locale=C --no-sync >/dev/null
  printf 'host all all 0.0.0.0/0 scram-sha-256\\n' >>"$data/cluster/pg_hba.conf"
  printf '%s\\n' "CREATE ROLE ${DATABASE} LOGIN PASSWORD '$(cat "$data/password")'" "CREATE DATABASE ${DATABASE} OWNER ${DATABASE}" |
    postgres --single -D "$data/cluster" -c fsync=off postgres >/dev/null
  touch "$data/made"
fi
rm -f "$data/cluster/postmaster.pid"
exec postgres -D "$data/cluster" -p ${PORTS.postgres} -c "listen_addresses=*" -c "unix_socket_directories=$data" -c fsync=off -c full_page_writes=off -c jit=off -c max_connections=200 -c shared_buffers=32MB`;

/**
 * PostgreSQL, as an unprivileged user. It runs from copies of its folders that this user can reach: homes are often
 * closed to others.
 */
export function planPostgres(paths: SandboxPaths): Daemon {
  const { debian, postgres } = toMountPoints(paths);
  return {
    name: "postgres",
    autostart: true,
    command: ["/bin/sh", "-c", START],
    user: NOBODY,
    env: {
      data: postgres,
      PATH: `${debian}/usr/lib/postgresql/15/bin:/usr/bin:/bin`,
      LD_LIBRARY_PATH: ["usr/lib", "lib"].map((lib) => `${debian}/${lib}/x86_64-linux-gnu`).join(":"),
      HOME: postgres,
      LC_ALL: "C",
    },
  };
}
