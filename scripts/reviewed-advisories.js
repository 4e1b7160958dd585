/**
 * Reviewed advisories of high severity about packages that are installed here, with the vulnerable
 * versions. They were collected from public threads. The list is incomplete: it only finds a return
 * to a version before one of these fixes.
 */
export const reviewedAdvisories = [
  { id: 'CVE-2018-1002204', name: 'adm-zip', below: '0.4.11' },
  { id: 'CVE-2021-3807', name: 'ansi-regex', from: '5.0.0', below: '5.0.1' },
  { id: 'CVE-2021-3807', name: 'ansi-regex', from: '6.0.0', below: '6.0.1' },
  { id: 'GHSA-grv7-fg5c-xmjg', name: 'braces', below: '3.0.3' },
  { id: 'GHSA-3xgq-45jj-v275', name: 'cross-spawn', from: '7.0.0', below: '7.0.5' },
  { id: 'GHSA-5j98-mcp5-4vw2', name: 'glob', from: '10.2.0', below: '10.5.0' },
  { id: 'GHSA-5j98-mcp5-4vw2', name: 'glob', from: '11.0.0', below: '11.1.0' },
  { id: 'GHSA-ww39-953v-wcq6', name: 'glob-parent', from: '4.0.0', below: '5.1.2' },
  { id: 'CVE-2021-35065', name: 'glob-parent', from: '6.0.0', below: '6.0.1' },
  { id: 'GHSA-xvf7-4v9q-58w6', name: 'jpeg-js', below: '0.4.4' },
  { id: 'GHSA-5p4m-2wfm-xmqj', name: 'js-yaml', from: '3.0.0', below: '3.15.1' },
  { id: 'GHSA-5p4m-2wfm-xmqj', name: 'js-yaml', from: '4.0.0', below: '4.3.1' },
  { id: 'GHSA-3ppc-4f35-3m26', name: 'minimatch', from: '3.0.0', below: '3.1.3' },
  { id: 'GHSA-3ppc-4f35-3m26', name: 'minimatch', from: '9.0.0', below: '9.0.6' },
  { id: 'GHSA-r683-j2x4-v87g', name: 'node-fetch', below: '2.6.7' },
  { id: 'GHSA-c2qf-rxjj-qqgw', name: 'semver', from: '7.0.0', below: '7.5.2' },
  { id: 'GHSA-34x7-hfp2-rc4v', name: 'tar', from: '7.0.0', below: '7.5.7' },
  { id: 'GHSA-f9xv-q969-pqx4', name: 'yaml', from: '2.0.0', below: '2.2.2' },
];

/**
 * Which of the packages are of versions that an advisory names.
 *
 * @param {readonly { name: string; version: string }[]} packages
 */
export function advised(packages) {
  return packages.flatMap(({ name, version }) =>
    reviewedAdvisories
      .filter(({ name: advisory, from = '0.0.0', below }) => {
        return advisory === name && compare(version, from) >= 0 && compare(version, below) < 0;
      })
      .map(({ id }) => `${name} ${version}: https://osv.dev/vulnerability/${id}`),
  );
}

/**
 * Compares versions by their three numbers. A prerelease counts as its release.
 *
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  const numbers = (/** @type {string} */ version) => version.split(/[.+-]/, 3).map(Number);
  const [x, y] = [numbers(a), numbers(b)];
  return x.map((number, index) => number - (y[index] ?? NaN)).find((difference) => difference !== 0) ?? 0;
}
