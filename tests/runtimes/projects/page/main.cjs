const pandapon = require("pandapon");
const sandbox = require("pandapon/sandbox");
const sign = require("pandapon/sign");
const { program } = require("../program.mjs");

globalThis.outcome = program(pandapon, sandbox, sign);
