/** Which columns of a long table tell the series and their order. */
export interface SeriesColumns {
  /** Column that names the series of a row; the table is one series by default. */
  readonly id?: string | undefined;
  /** Column of numbers or dates that orders the rows of a series; the order of the file by default. */
  readonly time?: string | undefined;
}

/** Columns of a table of series, as training found them. */
export interface SeriesTable extends SeriesColumns {
  /** Columns of the values, in the order of the channels. */
  readonly channels: readonly string[];
  /** Column of the class of each series. */
  readonly label?: string | undefined;
}
