// Bundles styles, fonts and scripts into internal/web/ui/dist under names that
// hold a hash of the content, with a manifest and the licences beside them.
// The same input gives the same bytes.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] || join(here, '..', 'internal', 'web', 'ui', 'dist');
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'licences'), { recursive: true });

const common = {
  absWorkingDir: here, bundle: true, minify: true, outdir: out, metafile: true, legalComments: 'none', logLevel: 'warning',
  charset: 'utf8', entryNames: '[name]-[hash]', assetNames: '[name]-[hash]', loader: { '.woff2': 'file' }, publicPath: '/static',
  target: ['chrome109', 'firefox115', 'safari16.4'],
};
const manifest = {};
for (const [name, entry] of [['samverk.css', 'css/index.css'], ['samverk.js', 'js/samverk.js'], ['editor.js', 'js/editor.js'], ['prepare.js', 'js/prepare.js'], ['live.js', 'js/live.js'], ['worker.js', 'js/worker.js']]) {
  const made = await build({ ...common, entryPoints: [{ in: entry, out: name.split('.')[0] }] });
  for (const [file, info] of Object.entries(made.metafile.outputs)) {
    if (info.entryPoint) manifest[name] = relative(out, join(here, file));
  }
}
// htmx is shipped as it was released.
const htmx = readFileSync(join(here, 'node_modules/htmx.org/dist/htmx.min.js'));
manifest['htmx.js'] = `htmx-${createHash('sha256').update(htmx).digest('hex').slice(0, 8).toUpperCase()}.js`;
writeFileSync(join(out, manifest['htmx.js']), htmx);
// The faces of printed documents: one file a weight, since what is put into a PDF
// can't vary, and in a form that every printing program reads.
mkdirSync(join(out, 'print'));
for (const family of ['source-sans-3', 'source-serif-4']) {
  for (const set of ['latin', 'latin-ext']) {
    for (const face of ['400-normal', '600-normal', '400-italic']) {
      const name = `${family}-${set}-${face}.woff`;
      cpSync(join(here, 'node_modules/@fontsource', family, 'files', name), join(out, 'print', name));
    }
  }
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, Object.keys(manifest).sort(), 2) + '\n');

for (const pkg of ['@digdir/designsystemet-css', '@fontsource-variable/source-sans-3', '@fontsource-variable/source-serif-4', '@fontsource/source-sans-3', '@fontsource/source-serif-4', 'htmx.org']) {
  const dir = join(here, 'node_modules', pkg);
  const file = readdirSync(dir).find((f) => /^licen[cs]e/i.test(f));
  const { version, license } = JSON.parse(readFileSync(join(dir, 'package.json')));
  const to = join(out, 'licences', pkg.replace('@', '').replace('/', '-') + '.txt');
  if (file) cpSync(join(dir, file), to);
  else writeFileSync(to, `${pkg} ${version} is under the licence ${license}.\n`);
}
