/* Bundles the styles and scripts into hashed files and writes manifest.json
   ("app.css" -> "app-XXXX.css") for the template tag that loads them. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const OUT = join(here, "../src/xiangyun/web/shared/static/build");

/** The night colours stand once in the source; "auto" repeats them for a system that asks for dark. */
const autoNight = {
  name: "auto-night",
  setup(bundle) {
    bundle.onLoad({ filter: /tokens\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      const night = css.match(/\[data-theme="dark"\] (\{[^}]*\})/);
      if (!night) throw new Error("tokens.css has no [data-theme=\"dark\"] block");
      const auto = `\n@media (prefers-color-scheme: dark) { [data-theme="auto"] ${night[1]} }\n`;
      return { contents: css + auto, loader: "css" };
    });
  },
};

async function main() {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const result = await build({
    absWorkingDir: here,
    entryPoints: ["scripts/app.js", "styles/app.css"],
    outdir: OUT,
    entryNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome88", "es2021"],
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    plugins: [autoNight],
  });
  const manifest = {};
  for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) manifest[basename(entryPoint)] = basename(file);
  }
  await writeFile(join(OUT, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  for (const [name, file] of Object.entries(manifest)) console.log(`${name} -> ${file}`);
}

await main();
