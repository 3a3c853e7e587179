import { describe, expect, it } from 'vitest';
import { appError, errors, isAppError } from './errors.ts';

describe('the error table', () => {
  it('names every error area.reason in lower case and gives it a status of 400 or more', () => {
    for (const [code, { status, title }] of Object.entries(errors)) {
      expect(code).toMatch(/^[a-z]+\.[a-z_]+$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).not.toBe('');
    }
  });
});

describe('appError', () => {
  it('carries code, status and the safe title as its detail', () => {
    expect(appError('callbacks.closed')).toMatchObject({
      code: 'callbacks.closed',
      status: 409,
      detail: 'This callback is closed',
      message: 'callbacks.closed: This callback is closed',
    });
  });

  it('keeps what the place that raised it knew', () => {
    const cause = new Error('ECONNREFUSED');
    const error = appError('db.unavailable', { detail: 'No answer in 2 s.', cause, fields: { pool: 'api' } });
    expect(error).toMatchObject({ detail: 'No answer in 2 s.', cause, fields: { pool: 'api' } });
  });

  it('leaves absent parts absent', () => {
    const error = appError('internal.unexpected');
    expect(error.fields).toBeUndefined();
    expect('cause' in error).toBe(false);
  });
});

describe('isAppError', () => {
  it('tells our errors from others, and one code from another', () => {
    const error: unknown = appError('db.conflict');
    expect(isAppError(error)).toBe(true);
    expect(isAppError(error, 'db.conflict')).toBe(true);
    expect(isAppError(error, 'db.unavailable')).toBe(false);
    expect(isAppError(new Error('db.conflict'))).toBe(false);
  });
});
