import { csvReader } from './csv-reader.js';
import type { ExampleReader } from './example-reader.js';
import { imageReader } from './image-reader.js';
import { npyReader } from './npy-reader.js';
import { npzReader } from './npz-reader.js';
import { seriesReader } from './series-reader.js';
import { wavReader } from './wav-reader.js';
import { arrowReader, parquetReader } from './typed-table-reader.js';

/** All readers of new examples, one a line. */
export const exampleReaders: readonly ExampleReader[] = [
  csvReader,
  parquetReader,
  arrowReader,
  npyReader,
  npzReader,
  wavReader,
  seriesReader,
  imageReader,
];
