import { parseMath } from '../math/math.js';
import { clean } from '../text/clean.js';

/** Characters that TeX reads as commands, or that its text fonts lack. */
const inText: Readonly<Record<string, string>> = {
  ...{ '\\': '\\textbackslash{}', '~': '$\\sim$', '^': '\\textasciicircum{}', '|': '$\\mid$' },
  ...{ '<': '$<$', '>': '$>$', '"': "''", '→': '$\\to$', '×': '$\\times$', '·': '$\\cdot$' },
  ...{ '‖': '$\\|$', '−': '$-$', '≤': '$\\le$', '≥': '$\\ge$', '∞': '$\\infty$', '…': '\\dots{}' },
  ...{ '–': '--', '—': '---', '’': "'", '‘': '`', '“': '``', '”': "''", '√': '$\\surd$', '²': '$^2$' },
};

const greek: Readonly<Record<string, string>> = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ζ: 'zeta', η: 'eta', θ: 'theta' },
  ...{ ι: 'iota', κ: 'kappa', λ: 'lambda', μ: 'mu', ν: 'nu', ξ: 'xi', π: 'pi', ρ: 'rho', σ: 'sigma' },
  ...{ τ: 'tau', φ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega', Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta' },
  ...{ Λ: 'Lambda', Ξ: 'Xi', Π: 'Pi', Σ: 'Sigma', Φ: 'Phi', Ψ: 'Psi', Ω: 'Omega' },
};

/** Operators of formulas; other characters are as in text. */
const inMath: Readonly<Record<string, string>> = {
  ...{ '|': '\\mid ', '×': '\\times ', '·': '\\cdot ', '~': '\\sim ', '→': '\\to ', '‖': '\\| ' },
  ...{ '∼': '\\sim ', '≤': '\\le ', '≥': '\\ge ', '−': '-', '∞': '\\infty ', '…': '\\dots ' },
};

/**
 * Prints a character by its code point: fonts of LuaLaTeX and XeLaTeX may have it, and pdfLaTeX
 * writes its number. Texts with other letters than Latin and Greek use it.
 */
export const characterMacro =
  '\\providecommand\\codepoint[1]{\\ifdefined\\Umathchar\\char"#1\\relax\\else{\\tiny U+#1}\\fi}';

/** Escapes a text for TeX. */
export function texText(text: string): string {
  return [...clean(text)]
    .map((character) => {
      if (Object.hasOwn(inText, character)) return inText[character];
      if (Object.hasOwn(greek, character)) return `$\\${greek[character]}$`;
      if (/[#$%&_{}]/.test(character)) return `\\${character}`;
      return /[ -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]/u.test(character)
        ? character
        : codepoint(character);
    })
    .join('');
}

/** Writes a formula in the notation of `math/math.ts` as one of TeX, with its dollar signs. */
export function texFormula(source: string): string {
  const runs = parseMath(clean(source));
  const parts = runs.map(({ text, italic, level }, index) => {
    const body = italic ? letter(text) : upright(text);
    if (level === 'base') return body;
    const before = runs[index - 1]?.level === level;
    const after = runs[index + 1]?.level === level;
    return `${before ? '' : level === 'sub' ? '_{' : '^{'}${body}${after ? '' : '}'}`;
  });
  // A command ends at the first character that is not a letter, without a space.
  return `$${parts
    .join('')
    .replaceAll(/(\\[a-z]+) (?![A-Za-z])/gi, '$1')
    .trim()}$`;
}

function letter(text: string): string {
  if (Object.hasOwn(greek, text)) return `\\${greek[text]} `;
  return /^[A-Za-z]$/.test(text) ? text : `\\mbox{${texText(text)}}`;
}

/** Words are upright, and numbers keep the commas of their thousands without a gap. */
function upright(text: string): string {
  const tokens = text.match(/[\p{L}\p{M}]+|\d[\d,]*\d|\s+|[^\p{L}\p{M}\s]/gu) ?? [];
  return tokens
    .map((token) => {
      if (/^\s+$/.test(token)) return '\\ ';
      if (/^\d/.test(token)) return token.replaceAll(',', '{,}');
      if (/^[A-Za-z]+$/.test(token)) return `\\mathrm{${token}}`;
      if (Object.hasOwn(inMath, token)) return inMath[token];
      return /^[()[\].,;:+\-*/=!?'<>0-9]$/.test(token) ? token : `\\mbox{${texText(token)}}`;
    })
    .join('')
    .replaceAll(/(?:\\ )?(=|\+|\\(?:mid|sim|times|cdot|to|le|ge) )(?:\\ )?/g, '$1')
    .replaceAll(',\\ ', ', ');
}

function codepoint(character: string): string {
  return `\\codepoint{${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}}`;
}
