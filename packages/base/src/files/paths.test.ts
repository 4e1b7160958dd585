import test from 'ava';

import { folderOf, joinPath, nameOf, normalPath, pathFrom } from './paths.js';

test('parts are joined by one slash', (t) => {
  t.is(joinPath('runs/a', 'spec.yaml'), 'runs/a/spec.yaml');
  t.is(joinPath('runs/a/', 'b', 'c'), 'runs/a/b/c');
  t.is(joinPath('/', 'a'), '/a');
  t.is(joinPath('', 'a'), 'a');
  t.is(joinPath('.', 'a'), './a');
  t.is(joinPath('C:\\runs', 'a'), 'C:\\runs/a');
});

test('a path has a name and a folder', (t) => {
  t.deepEqual([nameOf('/a/b.c'), folderOf('/a/b.c')], ['b.c', '/a']);
  t.deepEqual([nameOf('/a'), folderOf('/a')], ['a', '/']);
  t.deepEqual([nameOf('a'), folderOf('a')], ['a', '.']);
});

test('pathFrom joins relative paths to the folder, and keeps absolute paths', (t) => {
  t.is(pathFrom('/models', 'arrays'), '/models/arrays');
  t.is(pathFrom('/models', '../arrays'), '/models/../arrays');
  t.is(pathFrom('/models', '/arrays'), '/arrays');
  t.is(pathFrom('/models', 'D:\\arrays'), 'D:\\arrays');
});

test('a normal path has neither dots nor doubled slashes, and never leaves the root', (t) => {
  t.is(normalPath('./a//b/../c/'), '/a/c');
  t.is(normalPath('../../a'), '/a');
  t.is(normalPath('.'), '/');
});
