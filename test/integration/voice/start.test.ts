import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { runToExit } from '../../support/process.ts';
import { rowsOf } from '../../support/rows.ts';

const timeout = 40_000;

describe('a product that must not start', () => {
  let hotline: Hotline;
  let env: Record<string, string>;
  let folder: string;
  beforeAll(async () => {
    hotline = await startHotline({ worker: false });
    folder = mkdtempSync(join(tmpdir(), 'hotline-start-'));
    env = {
      ROLE: 'api',
      PUBLIC_URL: 'https://hotline.example.org',
      DATABASE_URL: hotline.database.url,
      REDIS_URL: hotline.redis.url,
      TWILIO_ACCOUNT_SID: hotline.config.twilio.accountSid,
      TWILIO_AUTH_TOKEN: hotline.config.twilio.authToken,
      MASTER_KEY_FILE: hotline.config.vault.masterKeyFile,
    };
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await hotline.stop();
  });

  it('for its settings names every bad one', { timeout }, async () => {
    const { code, said } = await runToExit({ ...env, PORT: 'seven', PUBLIC_URL: 'hotline' });
    expect(code).toBe(1);
    expect(said).toMatch(/PORT .*\nPUBLIC_URL /);
  });

  it('for a flow names file, line and reason', { timeout }, async () => {
    const flow = join(folder, 'assistance-line');
    mkdirSync(flow, { recursive: true });
    writeFileSync(
      join(flow, 'flow.yaml'),
      'flow: assistance-line\nversion: 1\nlanguages: [en-US]\nstart: a\nexhausted: a\nsteps:\n  a: { say: hello, next: b }\n',
    );
    writeFileSync(join(flow, 'prompts.en-US.yaml'), 'prompts: { hello: Hello. }\n');
    const { code, said } = await runToExit({ ...env, FLOWS_DIR: folder });
    expect(code).toBe(1);
    expect(said).toMatch(/assistance-line\/flow\.yaml:7:\d+ .*"b"/);
  });

  it('for a database that was not migrated says what to run', { timeout }, async () => {
    await rowsOf(hotline.database.url, "delete from kysely_migration where name like '%capability_runs'");
    const { code, said } = await runToExit(env);
    expect(code).toBe(1);
    expect(said).toContain('npm run hotline -- db migrate');
  });
});
