// Copies what the pages load from node_modules into static/vendor/. No bundler: every file is
// served as its package ships it, minus the pointers to source maps, which hashing would miss.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, "node_modules");
const vendor = join(root, "static", "vendor");

const TEXTS = {
  "@digdir/designsystemet-css/dist/src/index.css": "designsystemet.css",
  "@digdir/designsystemet-css/dist/theme/designsystemet.css": "designsystemet-theme.css",
  "@digdir/designsystemet-web/dist/umd/index.js": "designsystemet-web.js",
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
};
const FILES = {
  "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
  "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
  "@digdir/designsystemet-css/LICENSE": "licences/designsystemet-css.txt",
  "@digdir/designsystemet-web/LICENSE": "licences/designsystemet-web.txt",
  "@fontsource-variable/inter/LICENSE": "licences/inter.txt",
  "htmx.org/LICENSE": "licences/htmx.txt",
};

await rm(vendor, { recursive: true, force: true });
await mkdir(join(vendor, "licences"), { recursive: true });
for (const [source, target] of Object.entries(TEXTS)) {
  const text = await readFile(join(packages, source), "utf8");
  const clean = text.replace(/^\/[/*]# sourceMappingURL=.*$/gm, "");
  await writeFile(join(vendor, target), clean);
}
for (const [source, target] of Object.entries(FILES)) {
  await cp(join(packages, source), join(vendor, target));
}
console.log(`static/vendor: ${Object.keys(TEXTS).length + Object.keys(FILES).length} files`);
