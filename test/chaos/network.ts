import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { accountSid, authToken, line, neutralNumber } from '../support/hotline.ts';
import { memoryLog } from '../support/log.ts';
import { unusedPort } from '../support/unused-port.ts';
import { openGate, type Gate } from './gate.ts';

/** A telephone network between two gates, and the port that the web behind it is to listen at. */
export interface ConnectedNetwork {
  readonly network: Emulator;
  readonly webhooks: Gate;
  readonly provider: Gate;
  /** Whether callbacks come late and out of order. */
  readonly disorder: (on: boolean) => void;
  readonly webPort: number;
  close(): Promise<void>;
}

/** Call seconds that pass in one second: a call of four minutes takes four seconds. */
const speed = 60;

/** Twilio asks again for what failed, as the address says that it should. */
const retries = '#rc=2&rp=ct,rt,5xx';

export async function connectNetwork(seed: number): Promise<ConnectedNetwork> {
  const webPort = await unusedPort();
  const webhooks = await openGate(`http://127.0.0.1:${webPort}`);
  let inDisorder = false;
  const network = createEmulator({
    accountSid,
    authToken,
    log: memoryLog(),
    seed,
    speed,
    faults: ({ kind }) =>
      inDisorder && kind.endsWith('status') ? { reorder: true, delayMs: 300 } : undefined,
    numbers: [
      {
        number: line,
        voiceUrl: `${webhooks.url}/twilio/voice${retries}`,
        statusCallback: `${webhooks.url}/twilio/status${retries}`,
      },
      { number: neutralNumber, voiceUrl: `${webhooks.url}/twilio/voice${retries}` },
    ],
  });
  const { url } = await network.listen();
  const provider = await openGate(url);
  return {
    network,
    webhooks,
    provider,
    disorder: (on) => {
      inDisorder = on;
    },
    webPort,
    async close() {
      await network.close();
      await webhooks.close();
      await provider.close();
    },
  };
}
