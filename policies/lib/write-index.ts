import { writeFileSync } from "node:fs";
import { rules } from "../rules";
import { indexPage } from "./pages";

writeFileSync("docs/README.md", indexPage(rules));
