export { storageError, writeFileAtomic } from './atomic-write.js';
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
export { type Environment, describeEnvironment } from './environment.js';
export { makeFolder } from './make-folder.js';
export type * from './metrics-row.js';
export { modelFiles } from './model-files.js';
export { readSpecText } from './read-file.js';
export { type CheckpointName, RunDirectory } from './run-directory.js';
export { type StoredTensor, type TensorFile, decodeSafetensors, encodeSafetensors } from './safetensors.js';
