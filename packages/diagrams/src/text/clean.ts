const whitespace = /\s+/gu;

/** Characters that XML forbids, and characters that change the direction of text. */
const unprintable = /[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/**
 * One line of text that any of the formats can hold: newlines become spaces, control characters are
 * marked.
 */
export function clean(text: string): string {
  return text.replace(whitespace, ' ').replace(unprintable, '\ufffd').trim();
}

const markup: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes text for element content and attribute values of XML, and for HTML-like labels of DOT.
 */
export function escapeMarkup(text: string): string {
  return clean(text).replace(/[&<>"']/g, (character) => markup[character]!);
}
