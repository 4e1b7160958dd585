// Lists the licences of all installed dependencies and marks disallowed ones: npm run licences
import { installedPackages, isAllowed } from './dependencies.js';

const packages = installedPackages();
for (const licence of new Set(packages.map((each) => each.licence))) {
  const its = packages.filter((each) => each.licence === licence);
  console.log(`${licence}${isAllowed(licence) ? '' : ' (NOT ALLOWED)'}: ${its.length}`);
  console.log(`  ${its.map(({ name, version }) => `${name} ${version}`).join(', ')}`);
  if (!isAllowed(licence)) process.exitCode = 1;
}
