/** How Log Analytics refuses a query: status 400, with the reason two levels down. */
export class KqlError extends Error {
  readonly kind: 'SyntaxError' | 'SemanticError';
  readonly code: string;

  constructor(kind: KqlError['kind'], code: string, message: string) {
    super(message);
    this.name = 'KqlError';
    this.kind = kind;
    this.code = code;
  }
}

export function syntaxError(seen: string): KqlError {
  return new KqlError(
    'SyntaxError',
    'SYN0002',
    `Query could not be parsed at '${seen}': the estate understands a part of KQL.`,
  );
}

/** A name that means nothing, or types that do not go together. */
export function semanticError(message: string): KqlError {
  return new KqlError('SemanticError', 'SEM0100', message);
}

const IN_WORDS = {
  SyntaxError: 'A recognition error occurred in the query.',
  SemanticError: 'A semantic error occurred.',
};

/** Source: "Azure Monitor Log Analytics API errors" (Microsoft Learn). */
export function kqlErrorBody({ kind, code, message }: KqlError): Record<string, unknown> {
  return {
    error: {
      message: 'The request had some invalid properties',
      code: 'BadArgumentError',
      innererror: { code: kind, message: IN_WORDS[kind], innererror: { code, message } },
    },
  };
}
