import { z } from 'zod';

/**
 * The environment's variables, one entry each: what is accepted, the default where there is one, and in
 * `describe` what to set it to. `.env.example` documents exactly these (test/guards/env-example.test.ts).
 * No secret has a default.
 */

const text = (expected: string) =>
  z.string({ error: (issue) => (issue.input === undefined ? 'is missing' : `is not ${expected}`) });

const port = z.coerce
  .number({ error: 'is not a whole number' })
  .int('is not a whole number')
  .min(1, 'is below 1')
  .max(65_535, 'is above 65535');

/** A URL of one of these schemes. What is wrong with it is told without repeating it: it may hold a password. */
const url = (...schemes: readonly string[]) => {
  const expected = `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return text(expected).refine(
    (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
    {
      error: `is not ${expected}`,
    },
  );
};

/** An address that we hand out or build upon: no user, password, query or fragment; no slash at its end. */
const baseUrl = url('https', 'http')
  .refine((value) => !/[@?#]/.test(value), { error: 'has a user, a password, a query or a fragment' })
  .transform((value) => new URL(value).href.replace(/\/+$/, ''));

const postgresUrl = url('postgres', 'postgresql');

const sid = (prefix: string) =>
  text('a string').regex(new RegExp(`^${prefix}[0-9a-f]{32}$`), `is not ${prefix} and 32 hexadecimal digits`);

const secret = (length: number) =>
  text('a string')
    .regex(/^\S*$/, 'has white space in it')
    .min(length, `is shorter than ${length} characters`);

export const environmentSchema = z
  .object({
    PORT: port.default(3000).describe('the port to listen on, such as 3000'),
    HOST: text('a string').default('127.0.0.1').describe('the address to listen on; 0.0.0.0 for all'),
    PUBLIC_URL: baseUrl.describe(
      'the address by which Twilio reaches this server, such as https://hotline.example.org',
    ),
    ROLE: z
      .enum(['api', 'worker', 'all'], { error: 'is not a role' })
      .default('all')
      .describe('api, worker or all'),
    LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error'], { error: 'is not a level' })
      .default('info')
      .describe('debug, info, warn or error'),

    DATABASE_URL: postgresUrl.describe("the Postgres database's URL; its user owns the tables and migrates"),
    API_DATABASE_URL: postgresUrl
      .optional()
      .describe('the same database, for the role of the api; without it, DATABASE_URL'),
    WORKER_DATABASE_URL: postgresUrl
      .optional()
      .describe('the same database, for the role of the worker; without it, DATABASE_URL'),
    REDIS_URL: url('redis', 'rediss').describe("the Redis server's URL, such as redis://127.0.0.1:6379"),

    TWILIO_ACCOUNT_SID: sid('AC').describe("the account's SID, from the first page of Twilio's console"),
    TWILIO_AUTH_TOKEN: secret(1).describe("the account's primary Auth Token: it verifies webhooks"),
    TWILIO_AUTH_TOKEN_SECONDARY: secret(1)
      .optional()
      .describe('the other Auth Token, while the two are being exchanged'),
    TWILIO_API_KEY: sid('SK')
      .optional()
      .describe("an API key's SID for calls to Twilio; without it, the Auth Token is used"),
    TWILIO_API_SECRET: secret(16).optional().describe("the API key's secret"),
    TWILIO_API_URL: baseUrl.optional().describe("another address of Twilio's API: the emulator, or a region"),

    MASTER_KEY_FILE: text('a path').describe("the path of the file with the vault's master key"),
    FLOWS_DIR: text('a path').default('ivr-flows').describe('the folder with one folder for each line'),
    HOTLINE_DATA_DIR: text('a path').default('.hotline').describe('where the demo keeps its private stores'),
    DEMO_PASSWORD: secret(1)
      .optional()
      .describe("the demo accounts' password; without it, a random one is printed"),
    SMTP_URL: url('smtp', 'smtps').optional().describe('the mail server; without it, no mail is sent'),

    METRICS_PORT: port.optional().describe('a port of its own for /metrics, on HOST'),
    METRICS_TOKEN: secret(16)
      .optional()
      .describe('the bearer token that /metrics asks for; without it and METRICS_PORT, this machine only'),
  })
  .refine((env) => (env.TWILIO_API_KEY === undefined) === (env.TWILIO_API_SECRET === undefined), {
    path: ['TWILIO_API_SECRET'],
    error: 'and TWILIO_API_KEY are set both or neither',
    when: () => true,
  })
  .refine((env) => env.METRICS_PORT === undefined || env.METRICS_PORT !== env.PORT, {
    path: ['METRICS_PORT'],
    error: 'is the same as PORT',
    when: () => true,
  });

export type Environment = z.output<typeof environmentSchema>;

export type VariableName = keyof typeof environmentSchema.shape;
