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
}

function option(account: DemoAccount, checked: boolean): HTMLLabelElement {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "account", value: account.id, checked });
  const words = document.createElement("span");
  const name = Object.assign(document.createElement("b"), { textContent: account.name });
  const situation = Object.assign(document.createElement("small"), { textContent: account.situation });
  words.append(name, situation);
  label.append(input, words);
  return label;
}

/** Build the chooser when this is a demo; resolves to the identity to start with. */
export async function offerAccounts(changed: (identity: string | null) => void): Promise<string | null> {
  const demo = await read<{ accounts: DemoAccount[] }>("api/chat/demo");
  if (!demo?.accounts?.length) return null;
  const accounts = [VISITOR, ...demo.accounts];
  const chosen = accounts.find((account) => account.id === remembered()) ?? VISITOR;
  find("#choices").append(...accounts.map((account) => option(account, account === chosen)));
  show(chosen);
  find("#demo").hidden = false;
  let latest = 0;
  find("#choices").addEventListener("change", async (event) => {
    const mine = ++latest;
    const account = accounts.find((one) => one.id === (event.target as HTMLInputElement).value)!;
    const identity = await tokenFor(account.id);
    if (mine !== latest) return;
    const failed = account.id !== "" && identity === null;
    find("#demo-state").textContent = failed ? `Could not sign in as ${account.name}. Try again in a moment.` : `New conversation as ${account.name}.`;
    if (failed) return;
    sessionStorage.setItem(KEY, account.id);
    show(account);
    changed(identity);
  });
  find("#choices").addEventListener("click", (event) => {
    // A click with a pointer is a decision; arrow keys (detail 0) only move along the list.
    if ((event as MouseEvent).detail) find<HTMLDetailsElement>("#accounts").open = false;
  });
  return tokenFor(chosen.id);
}
