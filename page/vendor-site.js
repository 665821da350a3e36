// Writes assets/vendored/ of the site: the SPARQL editor (Yasgui), the page that tries the HTTP interface
// (RapiDoc) and the engine that answers on a published site (Oxigraph), each with its licence, and
// vendored.json: from which releases, and with which checksums. Packages come from the registry and must have
// the checksum that stands here. `--check` only compares what is there with vendored.json.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const ASSETS = new URL("../src/clustergraph/web/site/assets/vendored/", import.meta.url);
const MIT = readFileSync(new URL("licences/mit.txt", import.meta.url), "utf8").trim();
const PACKAGES = [
  {
    name: "@zazuko/yasgui", version: "4.6.2", licence: "MIT", holder: "2018 Ruben Taelman; Triply B.V.; Zazuko GmbH",
    integrity: "sha512-Zw45KdPoAE1KRaAoxIHdQqeJxvaVG1oQdntw0hy0ktX35Zu8ZccuOLrXCLwR+GU+0xMzLw8Mjw6BkSZV2vUuQw==",
  },
  {
    name: "rapidoc", version: "9.3.8", licence: "MIT", holder: "Mrinmoy Majumdar",
    integrity: "sha512-eCYEbr1Xr8OJZvVCw8SXl9zBCRoLJbhNGuG5IZTHq/RWAOq/O4MafUCuFEyZHsrhLrlUcGZMa64pyhpib8fQKQ==",
  },
  {
    name: "oxigraph", version: "0.5.11", licence: "MIT", holder: "2018 RUDF developers; Oxigraph developers",
    integrity: "sha512-zKdgmp1tsrutGzC1lCCywwZRPpLJKaJnKSDWoY2hIhMiwiCRRXNN1DU7WUyTInBvgPKT8Y5N+RgwTL8qKXpLng==",
  },
];
const sum = (bytes, kind, form) => createHash(kind).update(bytes).digest(form);
const stop = (text) => {
  console.error(text);
  process.exit(1);
};

const unpacked = (folder, { name, version, integrity }) => {
  const to = join(folder, name.replace(/\W+/g, "-"));
  mkdirSync(to);
  const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", "--json", `${name}@${version}`], { cwd: to, encoding: "utf8" }));
  const packed = join(to, filename.replace(/^@/, "").replace("/", "-"));
  const found = `sha512-${sum(readFileSync(packed), "sha512", "base64")}`;
  if (found !== integrity) stop(`${name} ${version} has the checksum ${found}, not ${integrity}`);
  execFileSync("tar", ["-xzf", packed, "-C", to]);
  return join(to, "package");
};

// WebAssembly as base64 of its gzip form: a page that is opened from a disk cannot fetch.
const packedWasm = {
  name: "wasm",
  setup: (made) => made.onLoad({ filter: /\.wasm$/ }, ({ path }) => ({
    contents: gzipSync(readFileSync(path), { level: 9 }).toString("base64"), loader: "text",
  })),
};
const engine = async (folder) => {
  const code = 'import init, * as all from "./web.js"; import packed from "./web_bg.wasm";'
    + "export const Store = all.Store; export const open = async (unpack) => init({ module_or_path: await unpack(packed) });";
  const { outputFiles } = await build({
    absWorkingDir: folder, stdin: { contents: code, resolveDir: folder }, bundle: true, charset: "ascii", format: "iife",
    globalName: "oxigraph", legalComments: "none", minify: true, target: "es2022", write: false, plugins: [packedWasm],
    define: { "import.meta.url": '""' },
  });
  return outputFiles[0].text;
};

const made = async () => {
  const folder = mkdtempSync(join(tmpdir(), "clustergraph-"));
  try {
    const [yasgui, rapidoc, oxigraph] = PACKAGES.map((each) => unpacked(folder, each));
    const head = ({ name, version, licence, holder }) => `/*\n${name} ${version} (${licence})\n\nCopyright (c) ${holder}\n\n${MIT}\n*/\n`;
    const text = (...parts) => readFileSync(join(...parts), "utf8").replace(/\n?\/[/*]# sourceMappingURL=\S*(?: \*\/)?\s*$/, "");
    return {
      "yasgui.js": head(PACKAGES[0]) + text(yasgui, "build", "yasgui.min.js"),
      "yasgui.css": head(PACKAGES[0]) + text(yasgui, "build", "yasgui.min.css"),
      "rapidoc.js": `${head(PACKAGES[1])}${text(rapidoc, "dist", "rapidoc-min.js.LICENSE.txt")}\n${text(rapidoc, "dist", "rapidoc-min.js")}`,
      "oxigraph.js": head(PACKAGES[2]) + (await engine(oxigraph)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const record = new URL("vendored.json", ASSETS);
if (process.argv.includes("--check")) {
  const { files, packages } = JSON.parse(readFileSync(record, "utf8"));
  if (JSON.stringify(packages) !== JSON.stringify(PACKAGES)) stop("vendored.json is stale: run `make vendor` and commit it");
  for (const [name, sha256] of Object.entries(files)) {
    const path = new URL(name, ASSETS);
    if (!existsSync(path) || sum(readFileSync(path), "sha256", "hex") !== sha256) stop(`${name} is not what was vendored: run \`make vendor\``);
  }
} else {
  const files = await made();
  mkdirSync(ASSETS, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, ASSETS), text);
  const sums = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sum(text, "sha256", "hex")]));
  writeFileSync(record, `${JSON.stringify({ files: sums, packages: PACKAGES }, null, 2)}\n`);
}
