/** Text of a cell of a table, and its place for error messages. */
export interface Cell {
  readonly text: string;
  /** `train.csv, row 3 (line 4), column "age"`: rows count from 1 below the header. */
  readonly place: string;
}
