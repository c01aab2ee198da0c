"use strict";
const { createHash } = require("node:crypto");
const { read } = require("./kernel.js");

/** Below the ports a Linux kernel picks for outgoing connections by itself (32768 and up). */
const firstPort = 21_000;
const block = 10;
const blocks = 1_000;
const tries = 50;

/** First ports of the blocks that a sandbox takes, in the order it tries them: the same ones every time. */
function planPorts(name) {
  const start = createHash("sha256").update(name).digest().readUInt32BE() % blocks;
  return Array.from({ length: tries }, (_, i) => firstPort + ((start + i) % blocks) * block);
}

/** The range that every sandbox's ports lie in. */
const portRange = { first: firstPort, last: firstPort + blocks * block - 1 };

/** Ports on which something listens on this machine. */
function readListening() {
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => read(file).split("\n"));
  const ports = lines.map((line) => /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ 0A /.exec(line)?.[1]);
  return new Set(ports.filter(Boolean).map((port) => Number.parseInt(port, 16)));
}

module.exports = { planPorts, portRange, readListening };
