import { tableSource } from './table-source.js';

/** Your own table in any format: train.parquet and test.parquet in a folder, or Arrow, or CSV. */
export const table = tableSource({
  name: 'table',
  description:
    'your own table: train and test as .parquet, .arrow or .feather (Arrow IPC), .csv or .tsv in a folder',
  extensions: ['.parquet', '.arrow', '.feather', '.csv', '.tsv'],
});
