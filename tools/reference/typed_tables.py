"""Writes small Parquet and Arrow files and their cells as JSON: python tools/reference/typed_tables.py

Needs pyarrow. The files are packages/datasets/fixtures/tables; the tests compare the cells.
"""
import datetime
import decimal
import json
import pathlib

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet

FOLDER = pathlib.Path(__file__).parents[2] / 'packages/datasets/fixtures/tables'
UTC = datetime.timezone.utc

columns = {
    'whole': (pa.int64(), [1, None, 9007199254740993, -4]),
    'small': (pa.uint8(), [0, 255, 3, None]),
    'real': (pa.float64(), [0.1, None, -2.5e-7, 3.0]),
    'single': (pa.float32(), [0.1, 2.5, None, 1e-3]),
    'half': (pa.float16(), [0.5, 2.0, None, -1.25]),
    'flag': (pa.bool_(), [True, False, None, True]),
    'text': (pa.string(), ['a', 'é, "x"', None, '007']),
    'code': (pa.dictionary(pa.int8(), pa.string()), ['low', 'high', 'low', None]),
    'day': (pa.date32(), [datetime.date(2024, 2, 29), datetime.date(1969, 12, 31), None, datetime.date(2000, 1, 1)]),
    'time': (pa.timestamp('us'), [datetime.datetime(2024, 2, 29, 10, 30, 5), None,
                                  datetime.datetime(1969, 12, 31, 23, 59, 59), datetime.datetime(2000, 1, 1)]),
    'instant': (pa.timestamp('ns', tz='UTC'), [datetime.datetime(2024, 2, 29, 10, 30, 5, tzinfo=UTC), None, None,
                                               datetime.datetime(2000, 1, 1, tzinfo=UTC)]),
    'clock': (pa.time64('us'), [datetime.time(0, 0, 1), datetime.time(1, 0, 0, 500000), None, datetime.time(0)]),
    'price': (pa.decimal128(9, 2), [decimal.Decimal('12.30'), decimal.Decimal('-0.05'), None, decimal.Decimal('3.00')]),
    'large': (pa.large_string(), ['x', None, 'y', 'z']),
}
# As pandas writes CSV, but for booleans, times of a day and decimals.
cells = {
    'whole': ['1', '', '9007199254740993', '-4'],
    'small': ['0', '255', '3', ''],
    'real': ['0.1', '', '-2.5e-7', '3'],
    'single': ['0.1', '2.5', '', '0.001'],
    'half': ['0.5', '2', '', '-1.25'],
    'flag': ['true', 'false', '', 'true'],
    'text': ['a', 'é, "x"', '', '007'],
    'code': ['low', 'high', 'low', ''],
    'day': ['2024-02-29', '1969-12-31', '', '2000-01-01'],
    'time': ['2024-02-29T10:30:05', '', '1969-12-31T23:59:59', '2000-01-01T00:00:00'],
    'instant': ['2024-02-29T10:30:05', '', '', '2000-01-01T00:00:00'],
    'clock': ['1', '3600.5', '', '0'],
    'price': ['12.30', '-0.05', '', '3.00'],
    'large': ['x', '', 'y', 'z'],
}
table = pa.table({name: pa.array(values, type=kind) for name, (kind, values) in columns.items()})
nested = pa.table({
    'x': pa.array([1.5, 2.5]),
    'list': pa.array([[1, 2], None], type=pa.list_(pa.int64())),
    'record': pa.array([{'a': 1}, {'a': 2}], type=pa.struct({'a': pa.int64()})),
})

FOLDER.mkdir(parents=True, exist_ok=True)
for codec in ['none', 'snappy', 'gzip', 'zstd', 'lz4', 'brotli']:
    parquet.write_table(table, FOLDER / f'{codec}.parquet', compression=codec, row_group_size=3)
parquet.write_table(table, FOLDER / 'version-1.parquet', version='1.0', use_dictionary=False, store_schema=False)
parquet.write_table(nested, FOLDER / 'nested.parquet')
for codec in ['uncompressed', 'lz4', 'zstd']:
    feather.write_feather(table, FOLDER / f'{codec}.feather', compression=codec, chunksize=3)
feather.write_feather(nested, FOLDER / 'nested.feather', compression='uncompressed')
with pa.OSFile(str(FOLDER / 'stream.arrow'), 'wb') as sink, pa.ipc.new_stream(sink, table.schema) as writer:
    writer.write_table(table, max_chunksize=3)
text = ',\n'.join(f'  {json.dumps(name)}: {json.dumps(values, ensure_ascii=False)}' for name, values in cells.items())
(FOLDER / 'cells.json').write_text(f'{{\n{text}\n}}\n')
