/** Four drawings in the text's own colour, hidden from screen readers: the button around each has the words. */
import { html, svg } from "lit/html.js";

const PATHS = {
  chat: svg`<path d="M4 5h16v11H11l-4.5 4v-4H4z"/><path d="M8 9.2h8M8 12.2h5"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  send: svg`<path d="M12 19V5M6 11l6-6 6 6"/>`,
  down: svg`<path d="M12 5v14M6 13l6 6 6-6"/>`,
};

export const icon = (name: keyof typeof PATHS) =>
  html`<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${PATHS[name]}</svg>`;
