import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from '../../scripts/provision/build.mjs';
import { root } from '../../scripts/setup.mjs';
import { asOwner } from '../../src/cli/owner.ts';
import { seedSampleOffices } from '../../src/cli/sample-data.ts';
import { seedLine } from '../../src/features/offices/index.ts';
import { createMasterKeyFile } from '../../src/platform/vault/master-key-file.ts';
import type { TestDatabase } from '../../test/support/stores.ts';
import { provider } from './provider.ts';
import { startSubject, type Subject } from './subjects.ts';

/** Our own application, compiled as `npm start` runs it, in the role of the api, answering the bench's line. */
export async function startHotline(
  database: Pick<TestDatabase, 'url' | 'apiUrl' | 'workerUrl'>,
  redisUrl: string,
  profileDir: string | undefined,
): Promise<Subject> {
  await ensureBuild({ root, print: (line: string) => void process.stderr.write(`${line}\n`) });
  await asOwner(database.url, async (tx) => {
    await seedSampleOffices(tx);
    await seedLine(tx, {
      id: 'bench-line',
      phoneNumber: provider.line,
      flow: 'bench-line',
      defaultOfficeId: 'NAT',
      callCentreNumber: null,
      callbackNumber: null,
    });
  });
  const secrets = mkdtempSync(join(tmpdir(), 'hotline-bench-'));
  const masterKeyFile = join(secrets, 'master-key.json');
  createMasterKeyFile(masterKeyFile);
  const subject = await startSubject({
    script: join(root, 'dist/src/main.js'),
    execArgv: profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`],
    env: {
      ROLE: 'api',
      PUBLIC_URL: provider.publicUrl,
      DATABASE_URL: database.url,
      API_DATABASE_URL: database.apiUrl,
      WORKER_DATABASE_URL: database.workerUrl,
      REDIS_URL: redisUrl,
      TWILIO_ACCOUNT_SID: provider.accountSid,
      TWILIO_AUTH_TOKEN: provider.authToken,
      MASTER_KEY_FILE: masterKeyFile,
      FLOWS_DIR: fileURLToPath(new URL('flows', import.meta.url)),
    },
    tellsTurn: true,
  });
  return {
    ...subject,
    async stop() {
      await subject.stop();
      rmSync(secrets, { recursive: true });
    },
  };
}
