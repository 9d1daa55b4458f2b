// Runs the contract without a test runner, for runtimes other than Node: prints a line for each part, and fails with the first
// that does not hold.
import { contract } from "./contract.mjs";
import { sqlitePlace } from "./places.mjs";

const driver = process.argv[2];
const { Database, DatabaseSync } = await import(driver);
for (const [name, holds] of Object.entries(contract)) {
  const place = await sqlitePlace((file) => new (Database ?? DatabaseSync)(file));
  await holds(place);
  place.close();
  console.log(`ok ${name}`);
}
