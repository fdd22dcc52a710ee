/** Build the help page, the widget and the agents' console into gateway/static: plandesk.js alone in one file, at most 15,000 bytes gzipped. */
import { readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const LIMIT = 15_000;
/** Names only our own code uses: not the API's, not the browser's, not Lit's. Shortened in the output. */
const OWN_NAMES = `address again announced api arrived atEnd attempt base begin box changed choose chosen composer confirm connect
  connected connection copy count cursor deliver draft draw drawn entries escape failed follow followTab giveBack giveUp
  goal gone group hangUp heading heardTyping hiddenAt hush inFlight keep keepOutgoing launcher live loaded log mark
  merge moved nodes notOpened outgoing panel passing pause planned planPoll poll problem prompt put read reading receive
  received refused restore retry retryAfter root rows said seen serverTyping settle shown slow slowTimer socket stale
  start stopped store stream submit sync toEnd token trouble turn unfold unfinished unread unseen update view wait wake watcher`;

const root = fileURLToPath(new URL(".", import.meta.url));
const served = fileURLToPath(new URL("../static", import.meta.url));
const outDir = `${root}node_modules/.plandesk/`;
const browsers = ["chrome123", "firefox121", "safari17.5"];

/** Drop the line breaks between tags of Lit templates; they are for us, not for the customer's connection. */
const tightTemplates = {
  name: "tight-templates",
  transform(code, id) {
    if (id.includes("node_modules") || !/\.ts$/.test(id)) return null;
    return { code: code.replace(/(>|\})\s*\n\s*(?=<|\$\{)/g, "$1").replace(/(<[\w-]+|")\s*\n\s+(?=[@.?\w-]+=)/g, "$1 "), map: null };
  },
};

/** Drop Lit's hook for old browsers' polyfills and its count of versions: no browser we build for needs them. */
const plainLit = {
  name: "plain-lit",
  transform(code, id) {
    if (!id.endsWith("/lit-html.js")) return null;
    const plain = code.replace(/\w+=\w+\.litHtmlPolyfillSupport;\w+\?\.\(.*?\),\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\(".*?"\);const /, "");
    if (plain === code) this.error("lit-html has changed: mend plainLit in build.mjs.");
    return { code: plain, map: null };
  },
};

const shared = { root, base: "./", configFile: false, logLevel: "warn" };
const options = (name, entry, minify = true) => ({
  outDir,
  emptyOutDir: false,
  target: browsers,
  cssTarget: browsers,
  assetsInlineLimit: 0,
  modulePreload: false,
  reportCompressedSize: false,
  cssCodeSplit: false,
  rolldownOptions: {
    input: `${root}${entry}`,
    output: {
      format: "iife",
      minify,
      entryFileNames: `${name}.js`,
      assetFileNames: (asset) => (asset.names?.[0]?.endsWith(".css") ? `${name}.css` : "fonts/[name][extname]"),
    },
  },
});

rmSync(outDir, { recursive: true, force: true });
await build({ ...shared, publicDir: false, plugins: [tightTemplates, plainLit], build: options("plandesk", "src/widget/index.ts", { mangleProps: { include: new RegExp(`^(${OWN_NAMES.split(/\s+/).join("|")})$`) } }) });
await build({ ...shared, build: options("help", "src/help/index.ts") });
await build({ ...shared, publicDir: false, plugins: [tightTemplates], build: options("agent", "src/agent/index.ts") });

const size = gzipSync(readFileSync(`${outDir}plandesk.js`), { level: 9 }).length;
if (size > LIMIT) {
  console.error(`plandesk.js is ${size} bytes gzipped; the limit is ${LIMIT}. Make it smaller.`);
  process.exit(1);
}
// What is served changes in one step, and only to a build that is whole.
rmSync(served, { recursive: true, force: true });
renameSync(outDir, served);
console.log(`plandesk.js: ${size} of ${LIMIT} bytes gzipped.`);
