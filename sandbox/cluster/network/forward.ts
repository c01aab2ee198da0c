import { forwardConnections } from "./forward-connections";

for (const argument of process.argv.slice(2)) {
  const [socket, port] = argument.split(":").map(Number);
  if (socket === undefined || port === undefined || Number.isNaN(socket) || Number.isNaN(port)) {
    throw new RangeError(`Cannot forward "${argument}": must be <socket number>:<port>`);
  }
  forwardConnections({ fd: socket }, port);
}
