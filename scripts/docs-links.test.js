import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs', { recursive: true }).map((name) => join('docs', String(name))),
  ...readdirSync('packages').map((name) => join('packages', name, 'README.md')),
].filter((path) => path.endsWith('.md') && existsSync(path));

test('every relative link of a page leads to a file, and its anchor to a heading', (t) => {
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  );
  t.deepEqual(broken, []);
});

test('a link to a file or a heading that does not exist is found', (t) => {
  t.false(leadsSomewhere('README.md', 'docs/no-such-page.md'));
  t.false(leadsSomewhere('README.md', 'CONTRIBUTING.md#no-such-heading'));
  t.true(leadsSomewhere('README.md', 'CONTRIBUTING.md#adding-something'));
});

test('every path that CONTRIBUTING.md names exists, up to its first placeholder', (t) => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8').replace(/^```.*?^```/gms, '');
  const named = [...text.matchAll(/`((?:packages|scripts|test|tools|examples|docs)\/[^`\s]*)`/g)].map(
    ([, path]) => String(path).replace(/[<{*].*$/, ''),
  );
  t.true(named.length > 10, `${named.length}`);
  t.deepEqual(
    named.filter((path) => !existsSync(path)),
    [],
  );
});

/** @param {string} page */
function linksOf(page) {
  const text = readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => String(link))
    .filter((link) => !/^[a-z]+:/.test(link));
}

/**
 * @param {string} page
 * @param {string} link
 */
function leadsSomewhere(page, link) {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined || statSync(target).isDirectory() || !target.endsWith('.md')) return true;
  return headingsOf(target).includes(anchor);
}

/**
 * Returns the anchors that GitHub gives to headings.
 *
 * @param {string} page
 */
function headingsOf(page) {
  const text = readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    String(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
