const pandapon = require("pandapon");
const sandbox = require("pandapon/sandbox");
const sign = require("pandapon/sign");
const { program } = require("./program.cjs");

test("the program", async () => {
  process.stdout.write(`${JSON.stringify(await program(pandapon, sandbox, sign))}\n`);
});
