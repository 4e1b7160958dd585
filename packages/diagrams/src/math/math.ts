/** A piece of a formula in one style. */
export interface MathRun {
  readonly text: string;
  readonly italic: boolean;
  readonly level: 'base' | 'sub' | 'super';
}

const greek: Readonly<Record<string, string>> = {
  ...{ alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', zeta: 'ζ', eta: 'η', theta: 'θ' },
  ...{ iota: 'ι', kappa: 'κ', lambda: 'λ', mu: 'μ', nu: 'ν', xi: 'ξ', pi: 'π', rho: 'ρ', sigma: 'σ' },
  ...{ tau: 'τ', phi: 'φ', chi: 'χ', psi: 'ψ', omega: 'ω' },
};

/**
 * Reads a formula in the part of TeX's notation that symbols need: `_` and `^` before a word, a
 * number or a group in braces, and Greek letters by their names. Single letters are variables and
 * so italic; words and numbers are upright.
 */
export function parseMath(source: string): MathRun[] {
  const tokens =
    source.match(/[_^]\{[^{}]*\}|[_^](?:\p{L}+|\d+|.)?|\p{L}\p{M}*(?:\p{L}|\p{M})*|[^\p{L}_^]+/gu) ?? [];
  return joined(
    tokens.flatMap((token): MathRun[] => {
      const [, mark, body] = /^([_^])(?:\{(.*)\}|.*)$/su.exec(token) ?? [];
      if (mark === undefined) return [styled(token, 'base')];
      const script = body ?? token.slice(1);
      if (script === '') return [styled(token, 'base')];
      const level = mark === '_' ? 'sub' : 'super';
      return (script.match(/\p{L}+|[^\p{L}]+/gu) ?? []).map((part) => styled(part, level));
    }),
  );
}

/**
 * The symbol of a variable by its name, as a formula: `z1` and `z_1` are z with a subscript,
 * `z_top` one with a word.
 */
export function symbolOf(name: string): string {
  const { base, subscript } = splitName(name);
  return subscript === '' ? base : `${base}_{${subscript}}`;
}

/**
 * Splits a name into a letter, written or by its Greek name, and its subscript. Other words have no
 * subscript.
 */
export function splitName(name: string): { readonly base: string; readonly subscript: string } {
  const [, base = '', ...parts] = /^(\p{L}+?)_?(\d+)?(?:_(\w+))?$/u.exec(name) ?? [];
  if ([...base].length !== 1 && !Object.hasOwn(greek, base))
    return { base: name.replaceAll('_', ' '), subscript: '' };
  return { base, subscript: parts.filter(Boolean).join(',').replaceAll('_', ',') };
}

function styled(text: string, level: MathRun['level']): MathRun {
  const letter = greek[text] ?? text;
  return { text: letter, italic: /^\p{L}\p{M}*$/u.test(letter), level };
}

function joined(runs: readonly MathRun[]): MathRun[] {
  const result: MathRun[] = [];
  for (const run of runs) {
    const lastRun = result.at(-1);
    if (lastRun?.italic === run.italic && lastRun.level === run.level && !run.italic) {
      result[result.length - 1] = { ...lastRun, text: lastRun.text + run.text };
    } else result.push(run);
  }
  return result;
}

/**
 * Returns a formula for formats without subscripts. Greek letters become characters. A subscript
 * stays on the line if it has no character in Unicode.
 */
export function plainText(source: string): string {
  return parseMath(source)
    .map(({ text, level }) =>
      level === 'sub' && /^\d+$/.test(text)
        ? [...text].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')
        : level === 'base'
          ? text
          : `${level === 'sub' ? '_' : '^'}${text}`,
    )
    .join('');
}
