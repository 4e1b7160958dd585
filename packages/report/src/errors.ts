/** What a report cannot be drawn from. `kind` and `hint` are those of every error of Helmholtz. */
export class ReportError extends Error {
  readonly kind: 'usage' | 'data';
  readonly hint: string;

  constructor(kind: 'usage' | 'data', message: string, hint: string) {
    super(message);
    this.name = 'ReportError';
    this.kind = kind;
    this.hint = hint;
  }
}
