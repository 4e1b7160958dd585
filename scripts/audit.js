// Asks the registry for known vulnerabilities of the packages in the lockfile, of high or critical
// severity: npm run audit
//
// Without a registry, prints a warning and compares the installed packages with a short list of
// reviewed advisories. Exits with 1 for a known vulnerability, else with 0.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { auditOutcome } from './audit-outcome.js';
import { installedPackages } from './dependencies.js';
import { advised, reviewedAdvisories } from './reviewed-advisories.js';

const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));
const command = `npx --yes ${packageManager} audit --audit-level high`;
const { status, stdout, stderr } = spawnSync(command, { shell: true, encoding: 'utf8' });
const outcome = auditOutcome(status, `${stdout}${stderr}`);

console.log(`${stdout}${stderr}`.trim());
const found = outcome === 'unchecked' ? advised(installedPackages()) : [];
console.log(
  {
    clean: '\nNo known vulnerability of high or critical severity.',
    found: '\nVulnerabilities of high or critical severity are known: update what has them.',
    unchecked: [
      '\nNOT CHECKED: the registry could not be asked, so nothing new is known of vulnerabilities.',
      `Compared instead with ${reviewedAdvisories.length} known ones, gathered by hand: ${found.length} found.`,
      ...found,
    ].join('\n'),
  }[outcome],
);
process.exitCode = outcome === 'found' || found.length > 0 ? 1 : 0;
