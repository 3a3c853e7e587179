import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { appError } from '../../kernel/errors.ts';
import { createLog } from './log.ts';

type Line = Record<string, unknown>;

function capture(level: 'debug' | 'info' = 'debug') {
  let text = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const log = createLog({ level, destination, base: { role: 'api' } });
  return {
    log,
    text: () => text,
    lines: () =>
      text
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line),
  };
}

describe('the log', () => {
  it('prints one JSON object a line, with time, level, base and bound fields', () => {
    const { log, lines } = capture();
    log.child({ callId: '0192-a' }).info({ turn: 3 }, 'turn taken');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        role: 'api',
        callId: '0192-a',
        turn: 3,
        msg: 'turn taken',
      },
    ]);
  });

  it('hides every field that is not on the list, whoever bound it', () => {
    const { log, lines, text } = capture();
    log.child({ phone: '+12025550123' }).info({ name: 'Ana Gil', note: 'words', digits: 4711 }, 'x');
    expect(lines()[0]).toMatchObject({
      phone: '[hidden]',
      name: '[hidden]',
      note: '[hidden]',
      digits: '[hidden]',
    });
    expect(text()).not.toMatch(/5550123|Ana|words|4711/);
  });

  it('hides a sentence, a number or an object under a name that is on the list', () => {
    const { log, lines } = capture();
    log.info(
      { reason: 'he lives at', key: '+12025550123', state: { name: 'Ana' }, step: ['a', { b: 1 }, 'c d'] },
      'x',
    );
    expect(lines()[0]).toMatchObject({
      reason: '[hidden]',
      key: '[hidden]',
      state: '[hidden]',
      step: ['a', '[hidden]', '[hidden]'],
    });
  });

  it('is silent below its level', () => {
    const { log, text } = capture('info');
    log.debug({}, 'x');
    expect(text()).toBe('');
  });

  it('reduces an error to type, codes and stack, and its causes too', () => {
    const { log, lines, text } = capture();
    const postgres = Object.assign(new Error('duplicate key: Ana Gil'), {
      code: '23505',
      constraint: 'calls_sid_key',
      table: 'calls',
      detail: 'Key (number)=(+12025550123) already exists.',
      where: 'COPY calls, line 1: "Ana Gil"',
    });
    log.error(
      { err: appError('db.conflict', { detail: 'for Ana Gil', cause: postgres, fields: { who: 'Ana' } }) },
      'x',
    );
    expect(lines()[0]?.['err']).toMatchObject({
      type: 'AppError',
      code: 'db.conflict',
      status: 409,
      stack: expect.stringContaining('log.test.ts'),
      cause: { type: 'Error', code: '23505', constraint: 'calls_sid_key', table: 'calls' },
    });
    expect(text()).not.toMatch(/Ana|5550123/);
  });

  it('keeps a message out of the stack, even one that looks like frames', () => {
    const { log, text } = capture();
    log.error({ err: new Error('first\n    at Ana Gil (/x.ts:1:1)\nlast') }, 'x');
    log.error({ err: Object.assign(new Error('old Ana'), { message: 'new' }) }, 'x');
    log.error({ err: Object.assign(new Error('x'), { name: 'Ana Gil', code: 'Ana Gil' }) }, 'x');
    expect(text()).not.toContain('Ana');
  });

  it('survives errors that are none, and causes that go round', () => {
    const { log, lines } = capture();
    const round: Error & { cause?: unknown } = new Error('round');
    round.cause = round;
    log.error({ err: round }, 'x');
    log.error({ err: 'Ana Gil' }, 'x');
    expect(lines()[1]?.['err']).toEqual({ type: 'thrown string' });
  });
});
