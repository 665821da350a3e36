// Bundles src/main.js into the one script that the Python package ships; `--check` only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const OUTPUT = fileURLToPath(new URL("../src/clustergraph/web/page/assets/page.js", import.meta.url));

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["src/main.js"],
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  minify: true,
  target: "es2022",
  write: false,
});
const made = outputFiles[0].text;
if (process.argv.includes("--check")) {
  if (readFileSync(OUTPUT, "utf8") !== made) {
    console.error("the bundle is stale: run `make page` and commit src/clustergraph/web/page/assets/page.js");
    process.exit(1);
  }
} else {
  writeFileSync(OUTPUT, made);
}
