import { tableSource } from './table-source.js';

/** Your own table: train.csv and test.csv in a folder. */
export const csv = tableSource({
  name: 'csv',
  description: 'your own table: train.csv and test.csv in a folder, their first row the names of the columns',
  extensions: ['.csv'],
});
