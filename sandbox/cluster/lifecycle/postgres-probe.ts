import net from "node:net";

/** The message that asks a PostgreSQL server whether it speaks TLS; it answers with one letter. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Whether a PostgreSQL server answers at a loopback port.
 * @see https://www.postgresql.org/docs/15/protocol-flow.html#id-1.10.6.7.12
 */
export async function answersPostgres(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port, timeout: 2_000 });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => socket.write(SSL_REQUEST));
    socket.once("data", (data) => finish(data[0] === 0x4e || data[0] === 0x53));
    for (const event of ["error", "timeout", "close"]) socket.once(event, () => finish(false));
  });
}
