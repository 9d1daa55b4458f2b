/** The client of the page: it validates here, and is signed on the server, where the secret is. */
import { Client } from "pandapon";

export const client = new Client({ baseUrl: "/api", signer: "proxy" });
