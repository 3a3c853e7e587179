import { appError } from '../kernel/errors.ts';
import { environmentSchema, type Environment, type VariableName } from './environment.ts';

/** Everything that is set from outside, parsed, and frozen to its last leaf. */
export interface Config {
  readonly role: 'api' | 'worker' | 'all';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly http: {
    readonly port: number;
    readonly host: string;
    /** Absolute, without a slash at its end: what Twilio signs, together with the request target. */
    readonly publicUrl: string;
  };
  readonly database: {
    /** The owner's URL: migrations, and the fallback of the other two. */
    readonly url: string;
    readonly apiUrl: string;
    readonly workerUrl: string;
  };
  readonly redis: { readonly url: string };
  readonly twilio: TwilioConfig;
  readonly vault: { readonly masterKeyFile: string };
  readonly flows: { readonly dir: string };
  readonly metrics: { readonly port?: number; readonly token?: string };
  readonly smtp?: { readonly url: string };
  readonly dataDir: string;
  readonly demoPassword?: string;
}

export interface TwilioConfig {
  readonly accountSid: string;
  readonly authToken: string;
  readonly authTokenSecondary?: string;
  readonly apiKey?: string;
  readonly apiSecret?: string;
  readonly apiUrl?: string;
}

/**
 * Turns the environment into the configuration. Variables that are set to nothing count as not set.
 *
 * @param env `process.env`, handed in by main or cli: nobody else reads it.
 * @throws AppError `config.invalid`, its detail naming every bad variable, what is wrong with it and what to
 *   set it to; never a value.
 *
 * @example loadConfig({ PORT: '8080', … }).http.port // 8080
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return deepFreeze(arrange(parsed.data));

  const issues = parsed.error.issues.map((issue) => {
    const variable = String(issue.path[0]) as VariableName;
    return { variable, problem: issue.message, remedy: environmentSchema.shape[variable].description ?? '' };
  });
  throw appError('config.invalid', {
    detail: issues
      .map(({ variable, problem, remedy }) => `${variable} ${problem}. Set it to ${remedy}.`)
      .join('\n'),
    fields: { issues },
  });
}

function arrange(env: Environment): Config {
  return {
    role: env.ROLE,
    logLevel: env.LOG_LEVEL,
    http: { port: env.PORT, host: env.HOST, publicUrl: env.PUBLIC_URL },
    database: {
      url: env.DATABASE_URL,
      apiUrl: env.API_DATABASE_URL ?? env.DATABASE_URL,
      workerUrl: env.WORKER_DATABASE_URL ?? env.DATABASE_URL,
    },
    redis: { url: env.REDIS_URL },
    twilio: {
      accountSid: env.TWILIO_ACCOUNT_SID,
      authToken: env.TWILIO_AUTH_TOKEN,
      ...present({
        authTokenSecondary: env.TWILIO_AUTH_TOKEN_SECONDARY,
        apiKey: env.TWILIO_API_KEY,
        apiSecret: env.TWILIO_API_SECRET,
        apiUrl: env.TWILIO_API_URL,
      }),
    },
    vault: { masterKeyFile: env.MASTER_KEY_FILE },
    flows: { dir: env.FLOWS_DIR },
    metrics: present({ port: env.METRICS_PORT, token: env.METRICS_TOKEN }),
    dataDir: env.HOTLINE_DATA_DIR,
    ...present({
      smtp: env.SMTP_URL === undefined ? undefined : { url: env.SMTP_URL },
      demoPassword: env.DEMO_PASSWORD,
    }),
  };
}

/** Leaves out what is not set, so that an optional section is absent rather than undefined. */
function present<T extends object>(section: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
