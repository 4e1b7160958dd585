export { entryOf, firstItems, itemAt } from './checked-access.js';
export { type DatasetName, datasetNames } from './dataset-names.js';
export * from './errors.js';
export { parseJson } from './json.js';
export { RandomStream } from './random/random-stream.js';
export * from './plain-data.js';
export { writePlainJson } from './plain-json.js';
export { concatBytes, toBytes, toText } from './files/bytes.js';
export {
  type Files,
  type FileStatus,
  type StreamOptions,
  TEMPORARY,
  removeTemporaries,
} from './files/files.js';
export { memoryFiles } from './files/memory-files.js';
export { folderOf, joinPath, nameOf, pathFrom } from './files/paths.js';
export { storageCode, storageError } from './files/storage-error.js';
export { chunksOf } from './files/streams.js';
export { walk } from './files/walk.js';
export type * from './host.js';
export { GunzipError, type Hash, type Platform } from './platform/platform.js';
export { platform } from '#platform';
