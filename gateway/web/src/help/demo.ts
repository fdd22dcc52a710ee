/** In a demo: choose which account to be. The choice belongs to this tab, so two tabs can be two people. */
import { find, read } from "./page";

interface DemoAccount {
  id: string;
  name: string;
  situation: string;
}

const KEY = "plandesk:demo-account";
const VISITOR: DemoAccount = { id: "", name: "A visitor, not signed in", situation: "Policy answers, and what-if sums from figures you type." };

const remembered = () => sessionStorage.getItem(KEY) ?? "";

async function tokenFor(id: string): Promise<string | null> {
  return id ? ((await read<{ identity: string }>("api/chat/demo-token", { account: id }))?.identity ?? null) : null;
}

/** Return a fresh identity for the account chosen before; null for a visitor or outside a demo. */
export const demoIdentity = () => tokenFor(remembered());

function show(account: DemoAccount): void {
  find("#chosen").textContent = account.name;
  find("#situation").textContent = account.situation;
  for (const button of document.querySelectorAll<HTMLElement>("#choices button"))
    button.setAttribute("aria-current", String(button.dataset.account === account.id));
}

function choice(account: DemoAccount, choose: (account: DemoAccount) => void): HTMLLIElement {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.dataset.account = account.id;
  button.append(
    Object.assign(document.createElement("b"), { textContent: account.name }),
    Object.assign(document.createElement("small"), { textContent: account.situation }),
  );
  button.addEventListener("click", () => choose(account));
  item.append(button);
  return item;
}

/** Build the chooser when this is a demo; resolves to the identity to start with.
 * Choosing the same account again is how a demo is begun afresh. */
export async function offerAccounts(changed: (identity: string | null, same: boolean) => void): Promise<string | null> {
  const demo = await read<{ accounts: DemoAccount[] }>("api/chat/demo");
  if (!demo?.accounts?.length) return null;
  const accounts = [VISITOR, ...demo.accounts];
  const chosen = accounts.find((account) => account.id === remembered()) ?? VISITOR;
  const state = find("#demo-state");
  let latest: DemoAccount = chosen;

  async function choose(account: DemoAccount): Promise<void> {
    latest = account;
    find<HTMLDetailsElement>("#accounts").open = false;
    find("#accounts summary").focus();
    const identity = await tokenFor(account.id);
    if (latest !== account) return;
    const failed = !!account.id && !identity;
    state.classList.toggle("unseen", !failed); // When it works the chat itself shows it.
    if (failed) {
      state.textContent = `Could not sign in as ${account.name}. Try again in a moment.`;
      return;
    }
    const same = account.id === remembered();
    sessionStorage.setItem(KEY, account.id);
    show(account);
    state.textContent = account.id ? `Signed in as ${account.name}: a new conversation.` : "Signed out: a new conversation.";
    changed(identity, same);
  }

  find("#choices").append(...accounts.map((account) => choice(account, choose)));
  show(chosen);
  find("#demo").hidden = false;
  return tokenFor(chosen.id);
}
