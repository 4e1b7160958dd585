// Loaded before a command (`node --import`), this makes one of its file operations in a run's
// folder fail, or ends the process there. HELMHOLTZ_FAULT is the JSON of
// { folder, at, fault, part, countTo }.
//
// fault: 'kill' ends the process in the middle of a write. 'power' does so too, and undoes all
// changes that were not flushed to the disk. 'fail' makes the operation fail in the middle of a
// write, as on a full disk.
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/**
 * @typedef {object} Fault
 * @property {string} folder
 * @property {number} [at] number of the operation that goes wrong
 * @property {string | undefined} [fault] what happens then
 * @property {number} [part] share of a write that is done
 * @property {string} [countTo] file that the number of operations is written to
 */

/** @import { FileHandle } from 'node:fs/promises' */

/** Error code of each failing operation. */
const failures = { write: 'ENOSPC', sync: 'EIO', rename: 'EIO', open: 'ENOSPC', link: 'EMLINK' };

/** @type {Fault} */
const { folder, at, fault, part = 0, countTo } = JSON.parse(process.env['HELMHOLTZ_FAULT'] ?? '{}');
const original = { ...promises };
/** @type {WeakMap<FileHandle, { path: string; flushed: number }>} */
const paths = new WeakMap();
let count = 0;

/**
 * Changes that a power cut would lose, since they were not flushed to the disk: functions that undo
 * them, in order.
 *
 * @type {{ ino?: number, folder?: string, takeBack: () => void }[]}
 */
let unflushed = [];

/** @param {unknown} path @returns {path is string} */
const isOurs = (path) => typeof path === 'string' && resolve(path).startsWith(resolve(folder));

/**
 * Counts an operation, and lets it go wrong where it is the one.
 *
 * @param {keyof typeof failures} operation
 * @param {string} path
 * @param {() => unknown} [cutShort]
 */
function meet(operation, path, cutShort = () => undefined) {
  if (count++ !== at) return;
  if (fault === 'fail') {
    cutShort();
    const code = failures[operation];
    throw Object.assign(new Error(`${code}: on purpose, ${operation} '${path}'`), { code });
  }
  cutShort();
  if (fault === 'power') for (const { takeBack } of unflushed.reverse()) takeBack();
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Remembers that a name is new, or another's, until its folder is flushed.
 *
 * @param {string} path
 * @param {string} [from]
 */
function nameChanges(path, from) {
  if (fault !== 'power') return;
  const kept = `${folder}.kept-${process.pid}-${count}`;
  const existed = fs.existsSync(path);
  if (existed) fs.linkSync(path, kept);
  unflushed.push({
    folder: dirname(resolve(path)),
    takeBack() {
      // It may have been removed since, or have stayed under its old name.
      if (from && fs.existsSync(path) && !fs.existsSync(from)) fs.linkSync(path, from);
      fs.rmSync(path, { force: true });
      if (existed) fs.linkSync(kept, path);
    },
  });
}

promises.open = async (path, ...options) => {
  if (!isOurs(path)) return original.open(path, ...options);
  meet('open', path);
  const handle = await original.open(path, ...options);
  paths.set(handle, { path: resolve(path), flushed: (await handle.stat()).size });
  return handle;
};
promises.rename = async (from, to) => {
  if (!isOurs(to)) return original.rename(from, to);
  meet('rename', to);
  nameChanges(to, String(from));
  return original.rename(from, to);
};
promises.link = async (from, to) => {
  if (!isOurs(to)) return original.link(from, to);
  meet('link', to);
  nameChanges(to);
  return original.link(from, to);
};

const probe = await original.open(import.meta.filename ?? process.execPath, 'r');
/** @type {FileHandle} */
const handles = Object.getPrototypeOf(probe);
await probe.close();
const { writeFile, sync } = handles;

handles.writeFile = async function (contents, ...options) {
  const file = paths.get(this);
  if (!file) return writeFile.call(this, contents, ...options);
  const bytes = Buffer.from(contents);
  meet('write', file.path, () => fs.writeSync(this.fd, bytes, 0, Math.floor(part * bytes.length)));
  await writeFile.call(this, contents, ...options);
  if (fault !== 'power') return;
  // As much of it as came to the disk by itself.
  const length = file.flushed + Math.floor(part * bytes.length);
  const { fd } = this;
  const { ino } = fs.fstatSync(fd);
  unflushed.push({ ino, takeBack: () => truncateInode(file.path, ino, length) });
};
handles.sync = async function () {
  const file = paths.get(this);
  if (!file) return sync.call(this);
  meet('sync', file.path);
  await sync.call(this);
  const { ino } = fs.fstatSync(this.fd);
  unflushed = unflushed.filter((change) => change.ino !== ino && change.folder !== file.path);
};

/**
 * A file may have another name by then.
 *
 * @param {string} path
 * @param {number} ino
 * @param {number} length
 */
function truncateInode(path, ino, length) {
  for (const name of fs.readdirSync(dirname(path))) {
    const found = join(dirname(path), name);
    if (fs.statSync(found).ino === ino) fs.truncateSync(found, length);
  }
}

syncBuiltinESMExports();
process.on('exit', () => {
  if (countTo) fs.writeFileSync(countTo, String(count));
});
