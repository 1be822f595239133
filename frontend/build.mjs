// Builds the styles, scripts, icons and licence notices of the pages into the server's static files.
// Names carry a hash of the content; manifest.json maps plain names to them and lists the icons.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "zhiyi", "server", "web", "static", "build");
const modules = join(here, "node_modules");
const BROWSERS = ["chrome111", "firefox113", "safari16.2"];
const SHIPPED = ["@tabler/core", "@tabler/icons", "echarts", "zrender", "tslib", "htmx.org"];

const LICENCE = /^\/((licen[cs]e|notice|copyright)[^/]*|licenses\/[^/]+)$/i;

const scss = {
  name: "scss",
  setup(builder) {
    builder.onLoad({ filter: /\.scss$/ }, ({ path }) => {
      const result = compile(path, { loadPaths: [join(modules, "@tabler/core/scss"), join(here, "css")], charset: false });
      return { contents: result.css, loader: "css", resolveDir: dirname(path) };
    });
  },
};

const manifest = {};

function hashOf(content) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return [...createHash("sha256").update(content).digest().subarray(0, 8)].map((byte) => letters[byte % 32]).join("");
}

async function put(name, content) {
  const ending = extname(name);
  const hashed = `${basename(name, ending)}-${hashOf(content)}${ending}`;
  await writeFile(join(out, hashed), content);
  manifest[name] = hashed;
}

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { app: "js/app.js", chart: "js/chart.js", style: "css/app.scss" },
    outdir: out,
    entryNames: "[name]-[hash]",
    bundle: true,
    format: "esm",
    target: BROWSERS,
    minify: true,
    legalComments: "none",
    metafile: true,
    plugins: [scss],
    logLevel: "warning",
  });
  for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    const file = basename(path);
    if (entryPoint) manifest[file.replace(/-[0-9A-Z]{8}\./, ".")] = file;
  }
}

async function sprite() {
  const names = JSON.parse(await readFile(join(here, "icons", "tabler.json"), "utf8")).sort();
  const symbols = [];
  for (const name of names) {
    const source = await readFile(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    const shapes = source.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "");
    symbols.push(
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes.replace(/<path stroke="none"[^>]*>/, "").replace(/\s*\n\s*/g, "")}</symbol>`,
    );
  }
  const own = (await readdir(join(here, "icons"))).filter((file) => file.endsWith(".svg")).sort();
  for (const file of own) {
    const source = (await readFile(join(here, "icons", file), "utf8")).trim();
    symbols.push(source.replace("<svg xmlns=\"http://www.w3.org/2000/svg\"", `<symbol id="${basename(file, ".svg")}"`).replace("</svg>", "</symbol>"));
  }
  await put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
  manifest.icons = [...names, ...own.map((file) => basename(file, ".svg"))].sort();
}

async function licences() {
  const parts = ["The pages of zhiyi carry parts of these works under their licences.\n"];
  for (const name of SHIPPED) {
    const folder = join(modules, name);
    const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = entries
      .filter((entry) => entry.isFile() && LICENCE.test(join(entry.parentPath, entry.name).slice(folder.length)))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (!texts.length) texts.push(join(here, "licences", `${name.replace(/[@/]/g, "")}.txt`));
    const words = await Promise.all(texts.map((file) => readFile(file, "utf8")));
    parts.push(`${"=".repeat(80)}\n${name} ${about.version} (${about.license})\n\n${words.join("\n").trim()}\n`);
  }
  await put("licences.txt", parts.join("\n"));
}

async function compress() {
  for (const file of await readdir(out)) {
    if (![".js", ".css", ".svg", ".txt"].includes(extname(file))) continue;
    const content = await readFile(join(out, file));
    await writeFile(join(out, `${file}.gz`), gzipSync(content, { level: 9 }));
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
    await writeFile(join(out, `${file}.br`), brotliCompressSync(content, options));
  }
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await bundle();
await sprite();
await licences();
await put("favicon.svg", await readFile(join(here, "static", "favicon.svg")));
await copyFile(join(here, "static", "favicon.ico"), join(out, "favicon.ico"));
await compress();
await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
