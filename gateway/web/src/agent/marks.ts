/** The console's drawings, in the text's own colour and hidden from screen readers. */
import { html, svg } from "lit/html.js";

const PATHS = {
  verified: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  sound: svg`<path d="M4 9.5v5h3.5L12 18V6L7.5 9.5z"/><path d="M15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>`,
  silent: svg`<path d="M4 9.5v5h3.5L12 18V6L7.5 9.5z"/><path d="m16 9.5 5 5m0-5-5 5"/>`,
  back: svg`<path d="M19 12H5m6-6-6 6 6 6"/>`,
};

export const drawing = (name: keyof typeof PATHS) =>
  html`<svg class="drawing" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${PATHS[name]}</svg>`;

export const mark = () =>
  html`<svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><path class="paper" d="M3 7h26v18H3z" /><path class="fold" d="m3 7 13 11L29 7" /></svg>`;
