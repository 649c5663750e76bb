// Bundles src/code_editor.js for the dashboard, with the licences of everything inside it.
// Run `npm ci && npm run build` in this folder after any change to src/ or to the versions.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "..", "dashboard", "components", "code_editor");

// A test compares this digest with the sources, so that a stale bundle is noticed.
const digest = createHash("sha256");
for (const name of ["src/code_editor.js", "package-lock.json"]) digest.update(readFileSync(join(here, name)));

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/code_editor.js"],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  // Streamlit takes a script without line breaks for a path.
  lineLimit: 500,
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  write: false,
  banner: { js: `// Built by tools/frontend/build.mjs; do not edit.\n// sources: ${digest.digest("hex")}` },
});
writeFileSync(join(target, "code_editor.js"), result.outputFiles[0].text);

const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const licences = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
});
writeFileSync(join(target, "LICENSES.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));
console.log(`${packages.size} packages, ${result.outputFiles[0].text.length} characters`);
