/** Build the help page and the widget into gateway/static: plandesk.js alone in one file, at most 15,000 bytes gzipped. */
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const LIMIT = 15_000;
/** Names only our own code uses: not the API's, not the browser's, not Lit's. Shortened in the output. */
const OWN_NAMES = `announced arrived atEnd attempt begin chosen composer confirm connected connection deliver drawn follow
  followTab giveBack giveUp goal gone hangUp heading heardTyping hiddenAt hush inFlight keep keepOutgoing launcher loaded mark merge moved
  notOpened outgoing panel passing pause planned planPoll poll problem prompt reading receive received refused restore retryAfter said
  serverTyping settle slowTimer stopped toEnd trouble turn unread unseen wake watcher`;

const root = fileURLToPath(new URL(".", import.meta.url));
const outDir = fileURLToPath(new URL("../static/", import.meta.url));
const browsers = ["chrome123", "firefox121", "safari17.5"];

/** Drop the line breaks between tags of Lit templates; they are for us, not for the customer's connection. */
const tightTemplates = {
  name: "tight-templates",
  transform(code, id) {
    if (id.includes("node_modules") || !/\.ts$/.test(id)) return null;
    return { code: code.replace(/(>|\})\s*\n\s*(?=<|\$\{)/g, "$1").replace(/(<[\w-]+|")\s*\n\s+(?=[@.?\w-]+=)/g, "$1 "), map: null };
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
await build({ ...shared, publicDir: false, plugins: [tightTemplates], build: options("plandesk", "src/widget/index.ts", { mangleProps: { include: new RegExp(`^(${OWN_NAMES.split(/\s+/).join("|")})$`) } }) });
await build({ ...shared, build: options("help", "src/help/index.ts") });

const size = gzipSync(readFileSync(`${outDir}plandesk.js`), { level: 9 }).length;
if (size > LIMIT) {
  console.error(`plandesk.js is ${size} bytes gzipped; the limit is ${LIMIT}. Make it smaller.`);
  process.exit(1);
}
console.log(`plandesk.js: ${size} of ${LIMIT} bytes gzipped.`);
