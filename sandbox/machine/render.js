"use strict";

/** One line of a check: state, name, what was found and what to do. */
const renderCheck = ({ state, name, found, fix }) =>
  `${state.padEnd(8)} ${name.padEnd(13)} ${found}${fix === undefined ? "" : `\n${" ".repeat(23)}→ ${fix}`}`;

module.exports = { renderCheck };
