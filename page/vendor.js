// Writes assets/sigma.js: sigma and graphology, which large pages draw with, in one script with their
// licences, and assets/vendored.json: from which releases it was made, and its checksum. `--check` only
// compares.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ASSETS = new URL("../src/clustergraph/web/page/assets/", import.meta.url);
const PACKAGES = ["sigma", "graphology", "graphology-utils", "events"];
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

const locked = JSON.parse(read("package-lock.json")).packages;
const licences = { sigma: "LICENSE.txt", graphology: "LICENSE.txt", "graphology-utils": "LICENSE.txt", events: "LICENSE" };
const packages = PACKAGES.map((name) => {
  const { version, integrity, license } = locked[`node_modules/${name}`];
  return { name, version, licence: license, integrity };
});
const told = packages.map(({ name, version, licence }) =>
  `${name} ${version} (${licence})\n\n${read(`node_modules/${name}/${licences[name]}`).trim()}`);

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  stdin: { contents: 'export { default as Sigma } from "sigma"; export { default as Graph } from "graphology";', resolveDir: "." },
  bundle: true,
  charset: "ascii",
  format: "iife",
  globalName: "sigma",
  legalComments: "none",
  minify: true,
  target: "es2022",
  banner: { js: `/*\n${told.join("\n\n").replaceAll("*/", "* /")}\n*/` },
  write: false,
});
const script = outputFiles[0].text;
const sha256 = createHash("sha256").update(script).digest("hex");
const files = { "sigma.js": script, "vendored.json": `${JSON.stringify({ "sigma.js": { sha256, packages } }, null, 2)}\n` };
for (const [name, text] of Object.entries(files)) {
  const path = new URL(name, ASSETS);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`${name} is stale: run \`make vendor\` and commit it`);
    process.exit(1);
  }
}
