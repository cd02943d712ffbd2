// Writes ../static/screener.css from screener.scss: minified, without what no template uses.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postcss from "postcss";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const templates = join(here, "../../../templates");
const CLASS = /nhsuk-[\w-]+/g;

const pages = readdirSync(templates, { recursive: true }).filter((name) => name.endsWith(".html"));
const used = new Set(pages.flatMap((name) => readFileSync(join(templates, name), "utf8").match(CLASS) ?? []));

// Fields for searching are in no template, and their cross is a picture that is not ours.
const UNUSED = /\[type=search\]|::-ms-|:-ms-/;
const needed = (selector) => !UNUSED.test(selector) && (selector.replace(/:not\([^)]*\)/g, "").match(CLASS) ?? []).every((name) => used.has(name));

function prune(sheet) {
  sheet.walkRules((rule) => {
    if (rule.parent.type === "atrule" && rule.parent.name.endsWith("keyframes")) return;
    rule.selectors = rule.selectors.filter((selector) => needed(selector));
    if (!rule.selector) rule.remove();
  });
  sheet.walkAtRules((rule) => {
    // Old Internet Explorer and Edge; they do not run these pages anyway.
    if (rule.name === "media") rule.params = rule.params.replace(/,\s*\(-ms-high-contrast: active\)/g, "");
  });
  for (let empty = true; empty; ) {
    empty = false;
    sheet.walkAtRules((rule) => {
      if (rule.nodes?.length === 0) {
        rule.remove();
        empty = true;
      }
    });
  }
  return sheet;
}

const { css } = compile(join(here, "screener.scss"), {
  loadPaths: [join(here, "node_modules")],
  quietDeps: true,
  style: "compressed",
});
const minified = prune(postcss.parse(css.replace(/^\uFEFF/, ""))).toString();
writeFileSync(join(here, "../static/screener.css"), `${minified}\n`);
