/** What a page loads: it defines `<plandesk-chat>`, once. */
import { PlandeskChat } from "./chat";

if (!customElements.get("plandesk-chat")) customElements.define("plandesk-chat", PlandeskChat);

declare global {
  interface HTMLElementTagNameMap {
    "plandesk-chat": PlandeskChat;
  }
}
