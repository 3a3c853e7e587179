import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../../src/config/environment.ts';

const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
const setting = /^(?<off># )?(?<name>[A-Z][A-Z0-9_]*)=(?<value>.*)$/;

const documented = lines.flatMap((line, at) => {
  const { name, value, off } = setting.exec(line)?.groups ?? {};
  return name === undefined ? [] : [{ name, value: value ?? '', isSet: off === undefined, at }];
});

describe('.env.example', () => {
  it('documents every variable of the schema once, and no other', () => {
    expect(documented.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(environmentSchema.shape).toSorted(),
    );
  });

  it.each(documented)('explains $name above it', ({ at }) => {
    const above = lines.slice(0, at).toReversed();
    const comment = above.find((line) => !setting.test(line));
    expect(comment).toMatch(/^# [A-Za-z].*\.$/);
  });

  it('leaves unset what has a default or may be left out', () => {
    const required = Object.entries(environmentSchema.shape)
      .filter(([, schema]) => !schema.safeParse(undefined).success)
      .map(([name]) => name);
    expect(documented.flatMap(({ name, isSet }) => (isSet ? [name] : [])).toSorted()).toEqual(
      required.toSorted(),
    );
  });

  it('holds no secret', () => {
    const secrets = documented.filter(({ name }) => /TOKEN|SECRET$|PASSWORD$/.test(name));
    expect(secrets.map(({ value }) => value).join('')).toBe('');
  });

  it('shows each default as it is', () => {
    for (const { name, value, isSet } of documented) {
      const schema = environmentSchema.shape[name as keyof typeof environmentSchema.shape];
      const fallback = schema.safeParse(undefined);
      if (isSet || !fallback.success || fallback.data === undefined) continue;
      expect(`${name}=${value}`).toBe(`${name}=${String(fallback.data)}`);
    }
  });
});
