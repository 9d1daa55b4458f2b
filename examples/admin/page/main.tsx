import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/noto-sans-sc/wght.css";
import { render } from "preact";
import { listen } from "./api/events";
import { App } from "./app";
import "./style.css";

const root = document.getElementById("app");
if (!root) throw new Error("the page has no place for the application");
listen();
render(<App />, root);
