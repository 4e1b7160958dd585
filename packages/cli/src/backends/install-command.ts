import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Returns the command that installs a package where Node finds it from this file. In the workspace
 * of Helmholtz that is its own pnpm, with permission for the install script, which downloads the
 * library.
 *
 * @param from folder from which Node resolves the package.
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
  // Inside node_modules, the workspace around is that of another project.
  return parent === folder || folder.endsWith('node_modules') ? undefined : workspaceAround(parent);
}

function packageManager(workspace: string): string {
  const { packageManager = 'pnpm' } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as {
    packageManager?: string;
  };
  return packageManager;
}
