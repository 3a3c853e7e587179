import { describe, expect, it } from 'vitest';
import { isAppError } from '../kernel/errors.ts';
import { loadConfig } from './config.ts';

const enough = {
  PUBLIC_URL: 'https://hotline.example.org/',
  DATABASE_URL: 'postgres://owner:pg-secret@db.internal/hotline',
  REDIS_URL: 'redis://:redis-secret@redis.internal:6379',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'a'.repeat(32),
  MASTER_KEY_FILE: '/run/secrets/master-key',
};

function refusal(env: Record<string, string | undefined>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (isAppError(error, 'config.invalid')) return error.detail;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('loadConfig', () => {
  it('needs only what cannot be guessed', () => {
    const config = loadConfig(enough);
    expect(config).toMatchObject({
      role: 'all',
      logLevel: 'info',
      http: { port: 3000, host: '127.0.0.1', publicUrl: 'https://hotline.example.org' },
      database: { apiUrl: enough.DATABASE_URL, workerUrl: enough.DATABASE_URL },
      flows: { dir: 'ivr-flows' },
      dataDir: '.hotline',
      metrics: {},
    });
    expect(config).not.toHaveProperty('smtp');
    expect(config.twilio).not.toHaveProperty('apiKey');
  });

  it('takes a variable that is set to nothing as not set', () => {
    expect(loadConfig({ ...enough, PORT: '', TWILIO_API_URL: '' })).toEqual(loadConfig(enough));
  });

  it('names every bad variable at once, what is wrong and what to do', () => {
    const detail = refusal({
      PORT: 'eighty',
      ROLE: 'boss',
      METRICS_PORT: '70000',
      TWILIO_API_KEY: `SK${'0'.repeat(32)}`,
    });
    expect(detail.split('\n').toSorted()).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing\. Set it to .+\.$/),
      expect.stringMatching(/^MASTER_KEY_FILE is missing\. Set it to .+\.$/),
      expect.stringMatching(/^METRICS_PORT is above 65535\. Set it to .+\.$/),
      expect.stringMatching(/^PORT is not a whole number\. Set it to .+\.$/),
      expect.stringMatching(/^PUBLIC_URL is missing\. Set it to .+\.$/),
      expect.stringMatching(/^REDIS_URL is missing\. Set it to .+\.$/),
      expect.stringMatching(/^ROLE is not a role\. Set it to api, worker or all\.$/),
      expect.stringMatching(/^TWILIO_ACCOUNT_SID is missing\. Set it to .+\.$/),
      expect.stringMatching(
        /^TWILIO_API_SECRET and TWILIO_API_KEY are set both or neither\. Set it to .+\.$/,
      ),
      expect.stringMatching(/^TWILIO_AUTH_TOKEN is missing\. Set it to .+\.$/),
    ]);
  });

  it('never repeats a value', () => {
    const detail = refusal({
      ...enough,
      DATABASE_URL: 'mysql://owner:pg-secret@db.internal/hotline',
      REDIS_URL: 'redis-secret',
      TWILIO_AUTH_TOKEN: 'a secret token',
      DEMO_PASSWORD: 'demo secret with spaces',
      SMTP_URL: 'http://user:smtp-secret@mail.internal',
      PUBLIC_URL: 'https://user:url-secret@hotline.example.org',
    });
    expect(detail).not.toMatch(/-secret|secret token|internal/);
    expect(detail.split('\n')).toHaveLength(6);
  });

  it.each([
    ['https://user:pw@hotline.example.org', 'a user'],
    ['https://hotline.example.org#rc=2', 'a fragment'],
    ['https://hotline.example.org?x=1', 'a query'],
    ['ftp://hotline.example.org', 'another scheme'],
    ['hotline.example.org', 'no scheme'],
  ])('refuses the public address %s: %s', (url) => {
    expect(refusal({ ...enough, PUBLIC_URL: url })).toMatch(/^PUBLIC_URL /);
  });

  it.each([
    ['https://hotline.example.org//', 'https://hotline.example.org'],
    ['https://hotline.example.org/behind/proxy/', 'https://hotline.example.org/behind/proxy'],
    ['HTTPS://Hotline.Example.ORG:443', 'https://hotline.example.org'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('reads the public address %s as %s', (url, expected) => {
    expect(loadConfig({ ...enough, PUBLIC_URL: url }).http.publicUrl).toBe(expected);
  });

  it('refuses the port of the application for metrics', () => {
    expect(refusal({ ...enough, PORT: '9000', METRICS_PORT: '9000' })).toMatch(
      /^METRICS_PORT is the same as PORT\./,
    );
  });

  it('is frozen to its last leaf', () => {
    const config = loadConfig({ ...enough, SMTP_URL: 'smtp://mail.example.org' });
    expect([config, config.http, config.twilio, config.smtp].every(Object.isFrozen)).toBe(true);
  });
});
