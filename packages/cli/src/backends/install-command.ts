import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The command that adds a package where this one will find it: inside the workspace of Helmholtz with the workspace's own
 * pnpm, which must be told that the package's install script may run, as it is the script that fetches the library.
 *
 * @param from the folder that the package is looked for from.
 */
export function installCommand(packageName: string, from = dirname(fileURLToPath(import.meta.url))): string {
  const workspace = workspaceAround(from);
  if (workspace === undefined) return `npm install ${packageName}`;
  const add = `npx ${packageManager(workspace)} add -w --allow-build=${packageName} ${packageName}`;
  return resolve(workspace) === process.cwd() ? add : `cd ${JSON.stringify(workspace)} && ${add}`;
}

function workspaceAround(folder: string): string | undefined {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder;
  const parent = dirname(folder);
  // Installed into someone's project, we lie in a folder of packages: their workspace is not ours.
  return parent === folder || folder.endsWith('node_modules') ? undefined : workspaceAround(parent);
}

function packageManager(workspace: string): string {
  const { packageManager = 'pnpm' } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as {
    packageManager?: string;
  };
  return packageManager;
}
