/** Build the help page and the widget into gateway/static: plandesk.js alone in one file, at most 15 kB gzipped. */
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const LIMIT = 15 * 1024;
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
const options = (name, entry, format) => ({
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
      format,
      entryFileNames: `${name}.js`,
      assetFileNames: (asset) => (asset.names?.[0]?.endsWith(".css") ? `${name}.css` : "fonts/[name][extname]"),
    },
  },
});

rmSync(outDir, { recursive: true, force: true });
await build({ ...shared, publicDir: false, plugins: [tightTemplates], build: options("plandesk", "src/widget/index.ts", "iife") });
await build({ ...shared, build: options("help", "src/help/index.ts", "iife") });

const size = gzipSync(readFileSync(`${outDir}plandesk.js`), { level: 9 }).length;
if (size > LIMIT) {
  console.error(`plandesk.js is ${size} bytes gzipped; the limit is ${LIMIT}. Make it smaller.`);
  process.exit(1);
}
console.log(`plandesk.js: ${size} of ${LIMIT} bytes gzipped.`);
