import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createEmulator,
  type CallerAction,
  type CallReport,
  type Emulator,
  type EmulatorOptions,
} from '../../src/emulator/index.ts';
import { memoryLog } from '../support/log.ts';

export interface Received {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status?: number;
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Never answers. */
  readonly hang?: boolean;
}

/** A string is TwiML without its root. */
type Script =
  string | Answer | ((request: Received, turn: number) => Answer | string | Promise<Answer | string>);

/** An app for the emulator to call: one answer a path. */
export interface ScriptedApp {
  readonly url: string;
  readonly received: Received[];
  on(path: string, script: Script): void;
  /** Requests to one path. */
  at(path: string): Received[];
  close(): Promise<void>;
}

export function twiml(inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${inner}</Response>`;
}

export async function startApp(): Promise<ScriptedApp> {
  const scripts = new Map<string, Script>();
  const received: Received[] = [];
  const turns = new Map<string, number>();
  const pathOf = (target: string): string => target.split('?')[0] ?? '';
  const at = (path: string): Received[] => received.filter((request) => pathOf(request.target) === path);

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const target = incoming.url ?? '';
      const form = incoming.method === 'GET' ? (target.split('?')[1] ?? '') : body;
      const params = Object.fromEntries(new URLSearchParams(form));
      const request = { method: incoming.method ?? '', target, headers: incoming.headers, body, params };
      received.push(request);
      const path = pathOf(target);
      const turn = (turns.get(path) ?? 0) + 1;
      turns.set(path, turn);
      const script = scripts.get(path) ?? { status: 404, body: 'no such path' };
      const scripted = typeof script === 'function' ? script(request, turn) : script;
      const answer = async (): Promise<void> => {
        const value = await scripted;
        const given: Answer = typeof value === 'string' ? { body: twiml(value) } : value;
        if (given.hang === true) return;
        const type = given.type === undefined ? 'text/xml' : given.type;
        outgoing.writeHead(given.status ?? 200, {
          ...(type !== null && { 'Content-Type': type }),
          ...given.headers,
        });
        outgoing.end(given.body ?? '', given.headers?.['Content-Encoding'] === 'gzip' ? 'latin1' : 'utf8');
      };
      void answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    on: (path, script) => void scripts.set(path, script),
    at,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const accountSid = 'AC00000000000000000000000000000001';
export const authToken = '0123456789abcdef0123456789abcdef';
export const apiKey = { sid: 'SK00000000000000000000000000000001', secret: 'a-secret-of-the-tests' };
export const line = '+12025550100';
export const caller = '+12025550123';

/** The scripted app and an emulator whose line is answered by its `/voice`. */
export interface Bench {
  readonly app: ScriptedApp;
  readonly emulator: Emulator;
  /** Where the emulator serves. */
  readonly url: string;
  /** Places one call and waits for its report. */
  call(...script: CallerAction[]): Promise<CallReport>;
  close(): Promise<void>;
}

export async function startBench(options: Partial<EmulatorOptions> = {}): Promise<Bench> {
  const app = await startApp();
  const emulator = createEmulator({
    accountSid,
    authToken,
    apiKeys: [apiKey],
    numbers: [{ number: line, voiceUrl: `${app.url}/voice` }],
    log: memoryLog(),
    seed: 7,
    ...options,
  });
  const { url } = await emulator.listen();
  return {
    app,
    emulator,
    url,
    call: (...script) => emulator.placeCall({ from: caller, to: line, script }).done,
    async close() {
      await emulator.close();
      await app.close();
    },
  };
}
