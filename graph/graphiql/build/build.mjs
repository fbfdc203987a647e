// Writes ../dist. Run `npm ci && npm run build` here after a change of this
// directory; what is written is committed, so that Go needs no Node.js.

import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, '..', 'dist');

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const { metafile } = await build({
  entryPoints: { graphiql: join(here, 'main.jsx') },
  outdir: dist,
  bundle: true,
  minify: true,
  metafile: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  legalComments: 'none',
  loader: { '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl', '.svg': 'dataurl' },
  define: { 'process.env.NODE_ENV': '"production"' },
});
await cp(join(here, 'index.html'), join(dist, 'index.html'));

// The licences of everything that went into the script.
const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const found = input.match(/^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const notices = [];
for (const name of [...packages].sort()) {
  const root = join(here, 'node_modules', name);
  const { version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const file = (await readdir(root)).find((f) => /^licen[cs]e/i.test(f));
  const text = file ? (await readFile(join(root, file), 'utf8')).trim() : `Licence: ${license}`;
  notices.push(`${name} ${version} (${license})\n\n${text}\n`);
}
await writeFile(join(dist, 'LICENSES.txt'), notices.join(`\n${'-'.repeat(72)}\n\n`));
