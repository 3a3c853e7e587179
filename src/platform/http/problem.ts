import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, errors, type ErrorCode } from '../../kernel/errors.ts';

/** An error as it is answered: RFC 9457, with a stable `code` to decide on. Never holds what the client sent. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail?: string;
  /** For `http.validation`: where the request is wrong, as a JSON Pointer, and which rule it breaks. */
  readonly errors?: readonly { readonly pointer: string; readonly rule: string }[];
  readonly requestId: string;
  /** Facts of the error: ids and codes. */
  readonly [fact: string]: unknown;
}

export const problemContentType = 'application/problem+json; charset=utf-8';

/** Turns anything that was thrown into a problem document; what is not ours becomes a code without details. */
export function toProblem(thrown: unknown, requestId: string): Problem {
  if (thrown instanceof AppError) {
    const { code, detail, fields } = thrown;
    return { ...fields, ...base(code, requestId), ...(detail === errors[code].title ? {} : { detail }) };
  }
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const broken = thrown.validation.map(({ instancePath, keyword }) => ({
      pointer: instancePath,
      rule: keyword,
    }));
    return { ...base('http.validation', requestId), errors: broken };
  }
  return base(codeOfFramework(thrown), requestId);
}

function base(code: ErrorCode, requestId: string): Problem {
  const { title, status } = errors[code];
  return { type: `urn:hotline:problem:${code}`, title, status, code, requestId };
}

const codesOfStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'http.unauthorised',
  403: 'http.forbidden',
  404: 'http.not_found',
  413: 'http.too_large',
  415: 'http.unsupported_media',
  429: 'http.rate_limited',
};

/** Fastify and its plugins tell what the client did wrong by `statusCode`; all else is our fault. */
function codeOfFramework(thrown: unknown): ErrorCode {
  const { statusCode: status = 500 } = (
    typeof thrown === 'object' && thrown !== null ? thrown : {}
  ) as Partial<FastifyError>;
  return codesOfStatus[status] ?? (status >= 400 && status < 500 ? 'http.validation' : 'internal.unexpected');
}
