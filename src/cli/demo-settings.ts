import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { appError } from '../kernel/errors.ts';
import { createMasterKeyFile } from '../platform/vault/master-key-file.ts';

const keptSchema = z.object({ authToken: z.string(), password: z.string() });

/**
 * The demo's environment: what was given, and for the rest values of its own that stay the same from run to
 * run, kept beside its stores.
 */
export async function demoEnvironment(given: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const dataDir = given['HOTLINE_DATA_DIR'] || '.hotline';
  mkdirSync(dataDir, { recursive: true });
  const kept = keptSecrets(join(dataDir, 'demo-secrets.json'));
  const host = given['HOST'] || '127.0.0.1';
  const port = given['PORT'] || String(await freePort(host, 3000));
  const masterKeyFile = given['MASTER_KEY_FILE'] || join(dataDir, 'master-key.json');
  if (!existsSync(masterKeyFile)) createMasterKeyFile(masterKeyFile);
  const own = {
    HOST: host,
    PORT: port,
    PUBLIC_URL: `http://${host}:${port}`,
    ROLE: 'all',
    LOG_LEVEL: 'warn',
    TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
    TWILIO_AUTH_TOKEN: kept.authToken,
    MASTER_KEY_FILE: masterKeyFile,
    FLOWS_DIR: 'ivr-flows',
    HOTLINE_DATA_DIR: dataDir,
    DEMO_PASSWORD: kept.password,
  };
  const set = Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return { ...own, ...Object.fromEntries(set) };
}

/** The first free port from `from` on. @throws AppError `config.invalid` when a hundred are taken */
export async function freePort(host: string, from: number): Promise<number> {
  for (let port = from; port < from + 100; port += 1) if (await isFree(host, port)) return port;
  throw appError('config.invalid', { detail: `No port from ${from} on is free. Set PORT.` });
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

function keptSecrets(path: string): z.infer<typeof keptSchema> {
  if (existsSync(path)) return keptSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const fresh = {
    authToken: randomBytes(16).toString('hex'),
    password: randomBytes(12).toString('base64url'),
  };
  writeFileSync(path, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
  return fresh;
}
