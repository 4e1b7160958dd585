export { arrayDataset, type ArrayDatasetOptions } from './array-dataset.js';
export type { ArrayFile } from './arrays/open-array.js';
export type { ReadArrayOptions } from './arrays/read-array.js';
export type { CsvDialect, DeclaredDialect } from './csv/dialect.js';
export { completeTable } from './csv/complete-table.js';
export { encodeCsv } from './csv/encode-csv.js';
export type { Cell } from './csv/cell.js';
export type { ReadProgress } from './csv/read-table.js';
export { type ParseTableOptions, type Table, type TableSource, parseTable } from './csv/table.js';
export type { BytesMeaning } from './arrays/bytes-meaning.js';
export {
  type Dataset,
  type DatasetPair,
  type Identifier,
  type Labels,
  type MissingValues,
  type UniformSource,
  absentPart,
} from './dataset.js';
export { type DatasetInParts, type TrainingSet, allExamples } from './dataset-in-parts.js';
export { type Inverted, applyFitted, invertFitted } from './fitted/apply-fitted.js';
export type { Column } from './fitted/column.js';
export { constantsLine } from './fitted/constant-column.js';
export type { ColumnKind } from './fitted/column-kind.js';
export { timeOfDate } from './fitted/date-format.js';
export { dialectOf } from './fitted/dialect-of.js';
export { fitArray } from './fitted/fit-array.js';
export { type FitTableOptions, fitTable } from './fitted/fit-table.js';
export type * from './fitted/fitted.js';
export { isMissing } from './fitted/missing.js';
export { parseFitted, writeFitted } from './fitted/fitted-file.js';
export {
  type CenterAndScale,
  type Standardize,
  type StandardizeMethod,
  centerAndScale,
} from './fitted/standardize.js';
export type { StandardizeOption } from './fitted/standardize-option.js';
export type { DownloadProgress, Fetch } from './files/transfer.js';
export { idxDataset, type IdxDatasetOptions } from './idx/idx-dataset.js';
export { openIdx, readIdx, type IdxArray } from './idx/read-idx.js';
export { encodeNpy, npyHeader } from './npy/encode-npy.js';
export { npyDataset, type NpyDatasetOptions } from './npy/npy-dataset.js';
export { openNpy, readNpy, type NpyArray } from './npy/read-npy.js';
export { type MissingOption, inColumns, share } from './missing-values.js';
export { paddedElements, withinLengths } from './padded-steps.js';
export { loadDataset, type LoadOptions } from './load-dataset.js';
export { type LoadExamplesOptions, loadExamples } from './load-examples.js';
export { withoutExamples } from './without-examples.js';
export { datasetSources } from './parts.js';
export { standardized } from './standardized.js';
export type { Binarization } from './prepare.js';
export type { ExampleReader, RawExamples, ReadExamplesOptions } from './readers/example-reader.js';
export { exampleReaders } from './readers/readers.js';
export type { DatasetSource, SourceOptions } from './sources/source.js';
export { greyscale } from './transforms/greyscale.js';
export { padding } from './transforms/padding.js';
export { fixedBinarization } from './transforms/fixed-binarization.js';
export { sampledBinarization } from './transforms/sampled-binarization.js';
export { type KeptLabels, keepLabels } from './transforms/keep-labels.js';
export { subset, take } from './transforms/subset.js';
export { thresholdBinarization } from './transforms/threshold-binarization.js';
export { type AdviceOptions, adviceOn } from './look/advice.js';
export { suggestedSize } from './images/suggested-size.js';
export type * from './look/look.js';
export { lookAtDataset } from './look/look-at-dataset.js';
export { type LookOptions, lookAtPath } from './look/look-at-path.js';
export { lookAtTable } from './look/look-at-table.js';
export { type ProposedLikelihood, proposeLikelihood } from './look/propose-likelihood.js';
export { type Histogram, type NumberLook, lookAtNumbers } from './look/number-look.js';
