/** The help page around the chat: who runs it, what one can ask, and in a demo who one is. */
import "./fonts.css";
import "./help.css";
import { demoIdentity, offerAccounts } from "./demo";
import { find, read } from "./page";

interface Help {
  name?: string;
  phone?: string;
}

interface Chat extends HTMLElement {
  ask(text: string): void;
  restart(): void;
  identity: string | null;
}

const chat = document.createElement("plandesk-chat") as Chat;
chat.setAttribute("inline", "");
chat.setAttribute("title", "Ask about your plan or bill");

function showHelp({ name, phone }: Help): void {
  if (name) {
    find("#name").textContent = name;
    document.title = `Help with your plan · ${name}`;
  }
  if (!phone) return;
  const link = find<HTMLAnchorElement>("#phone");
  link.textContent = phone;
  link.href = `tel:${phone.replace(/[^\d+]/g, "")}`;
  find("#by-phone").hidden = false;
}

/** On a small screen the guide is a drawer above the chat. */
function drawer(): (open: boolean) => void {
  const menu = find("#menu");
  const set = (open: boolean) => {
    menu.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("guide-open", open);
  };
  menu.addEventListener("click", () => set(menu.getAttribute("aria-expanded") !== "true"));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.getAttribute("aria-expanded") !== "true") return;
    set(false);
    menu.focus();
  });
  return set;
}

const setDrawer = drawer();
for (const example of document.querySelectorAll<HTMLButtonElement>(".examples button, .example"))
  example.addEventListener("click", () => {
    setDrawer(false);
    chat.ask(example.textContent!);
  });

void read<Help>("api/help").then((help) => help && showHelp(help));

/** The chat starts once it is known who asks, so that no visitor's conversation is begun for nothing. */
const started = offerAccounts((identity, same) => {
  chat.identity = identity;
  if (same) chat.restart();
  setDrawer(false);
}).then((identity) => {
  chat.identity = identity;
  find("#chat").append(chat);
});

// A refused identity is renewed once; if the next is refused too, the customer reads why and tries again by hand.
let renewedAt = -Infinity;
chat.addEventListener("plandesk-identity", () => {
  if (performance.now() - renewedAt < 30_000) return;
  renewedAt = performance.now();
  void started.then(demoIdentity).then((identity) => {
    if (!identity) return;
    chat.identity = identity;
    chat.restart();
  });
});
