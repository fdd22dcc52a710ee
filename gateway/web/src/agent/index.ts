/** What /agent loads: the fonts, the page's own few rules, and the console. */
import "../help/fonts.css";
import "./page.css";
import { Console } from "./console";

customElements.define("plandesk-console", Console);
