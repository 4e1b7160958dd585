/**
 * Advance widths of the Tinos font in units of 1/2048 em, as `text/arimo.ts` has those of Arimo:
 * runs of consecutive characters, each with its first character. Times New Roman and Liberation
 * Serif have the same widths.
 */
const runs = {
  upright: {
    ' ':
      '512 682 836 1024 1024 1706 1593 369 682 682 1024 1155 512 682 512 569 1024 1024 1024 1024 1024 1024 1024 1024 ' +
      '1024 1024 569 569 1155 1155 1155 909 1886 1479 1366 1366 1479 1251 1139 1479 1479 682 797 1479 1251 1821 1479 ' +
      '1479 1139 1479 1366 1139 1251 1479 1479 1933 1479 1479 1251 682 569 682 961 1024 682 909 1024 909 1024 909 682 ' +
      '1024 1024 569 569 1024 569 1593 1024 1024 1024 1024 682 797 569 1024 1024 1479 1024 1024 909 983 410 983 1108',
    Α: '1479 1366 1184 1317 1251 1251 1479 1479 682 1479 1485 1821 1479 1317 1479 1479 1139',
    Σ: '1192 1251 1479 1497 1479 1511 1522',
    α: '1073 1042 905 965 860 848 1071 981 551 1032 993 1098 926 913 1024 1034 1022 811 1104 823 1014 1182 909 1282 1348',
    '×': '1155',
    '·': '682',
    '²': '614',
    '–': '1024',
    '…': '2048',
  },
  italic: {
    ' ':
      '512 682 860 1024 1024 1706 1593 438 682 682 1024 1382 512 682 512 569 1024 1024 1024 1024 1024 1024 1024 1024 ' +
      '1024 1024 682 682 1382 1382 1382 1024 1884 1251 1251 1366 1479 1251 1251 1479 1479 682 909 1366 1139 1706 1366 ' +
      '1479 1251 1479 1251 1024 1139 1479 1251 1706 1251 1139 1139 797 569 797 864 1024 682 1024 1024 909 1024 909 569 ' +
      '1024 1024 569 569 909 569 1479 1024 1024 1024 1024 797 797 569 1024 909 1366 909 909 797 819 563 819 1108',
    Α: '1251 1251 1165 1202 1251 1139 1479 1479 682 1366 1237 1706 1366 1309 1479 1479 1251',
    Σ: '1217 1139 1139 1559 1251 1440 1481',
    α: '1075 1020 807 952 807 829 1016 1006 569 983 887 1028 909 877 1024 1026 983 831 1010 733 940 1133 901 1272 1446',
  },
};

export type MathStyle = keyof typeof runs;

/**
 * The advance width of a character in em; as wide as the widest letters where the font lacks it.
 */
export function advance(character: string, style: MathStyle): number {
  return widths[style].get(character) ?? 1;
}

/** The characters whose widths are known. */
export function measured(style: MathStyle): Iterable<string> {
  return widths[style].keys();
}

const widths: Readonly<Record<MathStyle, ReadonlyMap<string, number>>> = {
  upright: table('upright'),
  italic: table('italic'),
};

function table(style: MathStyle): Map<string, number> {
  return new Map(
    Object.entries(runs[style]).flatMap(([first, list]) =>
      list
        .split(' ')
        .map(
          (units, index) =>
            [String.fromCodePoint(first.codePointAt(0)! + index), Number(units) / 2048] as const,
        ),
    ),
  );
}
