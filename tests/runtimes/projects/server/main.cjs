const pandapon = require("pandapon");
const sandbox = require("pandapon/sandbox");
const sign = require("pandapon/sign");

import("../program.mjs")
  .then(({ program }) => program(pandapon, sandbox, sign))
  .then((outcome) => console.log(JSON.stringify(outcome)));
