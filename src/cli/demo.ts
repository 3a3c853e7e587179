import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { startApi } from '../app/api.ts';
import { checkInThread } from '../app/flow-check.ts';
import { readFlows } from '../app/flow-files.ts';
import { startWorker } from '../app/worker.ts';
import { loadConfig } from '../config/config.ts';
import { createEmulator } from '../emulator/index.ts';
import { migrateToLatest } from '../platform/db/migrate.ts';
import { ensureLoginRoles } from '../platform/db/roles.ts';
import { createLog } from '../platform/observability/log.ts';
import { createMetrics } from '../platform/observability/metrics.ts';
import { adjustableClock } from '../platform/system/clock.ts';
import { systemIds } from '../platform/system/ids.ts';
import { assistanceLine, demoEmails, neutralLine, seedDemo } from './demo-data.ts';
import { seedDemoOfficers } from './demo-officers.ts';
import { placeDemoCall } from './demo-call.ts';
import { demoEnvironment, freePort } from './demo-settings.ts';

/**
 * `hotline demo [--once]`: api, worker and a telephone network on this machine, on the stores that the
 * environment names. `--once` places one call, shows what came of it, and ends.
 */
export async function demoCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const environment = await demoEnvironment(env);
  const owner = loadConfig({ ...environment }).database.url;
  await migrateToLatest(owner);
  const logins = await ensureLoginRoles(owner, { api: newPassword(), worker: newPassword() });
  const emulatorPort = await freePort('127.0.0.1', 4010);
  const config = loadConfig({
    TWILIO_API_URL: `http://127.0.0.1:${emulatorPort}`,
    API_DATABASE_URL: logins.apiUrl,
    WORKER_DATABASE_URL: logins.workerUrl,
    ...environment,
  });
  const password = config.demoPassword ?? '';
  await seedDemo(owner, password);
  await seedDemoOfficers(owner, password);

  const log = createLog({ level: config.logLevel, base: { service: 'demo' }, destination: process.stderr });
  const clock = adjustableClock();
  const surroundings = {
    config,
    log,
    clock,
    ids: systemIds,
    metrics: createMetrics(),
    flowFolders: await readFlows(config.flows.dir),
    liveFlows: { read: () => readFlows(config.flows.dir), check: checkInThread },
  };
  const api = await startApi(surroundings, { drainMs: 0 });
  const worker = await startWorker(surroundings, (error) => {
    throw error;
  });
  const advanceClock = async (seconds: number) => {
    clock.advance(seconds * 1000);
    await worker.settle();
  };
  const emulator = createEmulator({
    accountSid: config.twilio.accountSid,
    authToken: config.twilio.authToken,
    log,
    clock,
    numbers: [
      {
        number: assistanceLine.phoneNumber,
        voiceUrl: `${config.http.publicUrl}/twilio/voice`,
        statusCallback: `${config.http.publicUrl}/twilio/status`,
      },
      {
        number: neutralLine.phoneNumber,
        voiceUrl: `${config.http.publicUrl}/twilio/voice`,
        statusCallback: `${config.http.publicUrl}/twilio/status`,
        smsUrl: `${config.http.publicUrl}/twilio/sms`,
      },
    ],
    onAdvanceClock: advanceClock,
  });
  const { url: emulatorUrl } = await emulator.listen({ port: emulatorPort });
  const close = async () => {
    await emulator.close();
    await api.close();
    await worker.close();
  };

  try {
    if (args.includes('--once')) {
      return await placeDemoCall({ emulator, apiUrl: api.url, password, clock, advanceClock });
    }
    console.log(welcome(api.url, emulatorUrl, password));
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    console.log('\nStopping.');
    return 0;
  } finally {
    await close();
  }
}

/** The application's logins get a password that nobody needs to know: it lives as long as this process. */
const newPassword = (): string => randomBytes(18).toString('base64url');

function welcome(apiUrl: string, emulatorUrl: string, password: string): string {
  return `
Hotline answers on ${assistanceLine.phoneNumber}.

  staff API    ${apiUrl}/api/openapi.json
  phone        POST ${emulatorUrl}/control/calls
               {"from": "+12025550123", "to": "${assistanceLine.phoneNumber}", "script": [{"press": "1"}]}
  time         POST ${emulatorUrl}/control/clock  {"advanceSeconds": 3600}
  sign-in      POST ${apiUrl}/api/session  {"email": …, "password": …}
               ${demoEmails.join(', ')}
               password ${password}

In another terminal: npm run hotline -- flows dial assistance-line
Ctrl-C stops everything. The data stays for the next run; "npm run demo -- --reset" starts over.`;
}
