import { Client } from 'pg';
import { databaseError } from './errors.ts';

export interface LoginUrls {
  readonly apiUrl: string;
  readonly workerUrl: string;
}

const maxTries = 8;

/**
 * Lets the application's roles sign in with these passwords, and answers the URLs that they sign in with. The
 * migrations create them without a login, since a password is not something to commit. May be repeated.
 *
 * @param ownerUrl of a role that may alter roles
 * @throws AppError `db.unavailable`, or `db.failed` before the migrations have run
 */
export async function ensureLoginRoles(
  ownerUrl: string,
  passwords: { readonly api: string; readonly worker: string },
): Promise<LoginUrls> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'hotline-roles' });
  client.on('error', () => {});
  try {
    await client.connect();
    await letSignIn(client, 'hotline_api', passwords.api);
    await letSignIn(client, 'hotline_worker', passwords.worker);
  } catch (error) {
    throw databaseError(error);
  } finally {
    await client.end();
  }
  return {
    apiUrl: withLogin(ownerUrl, 'hotline_api', passwords.api),
    workerUrl: withLogin(ownerUrl, 'hotline_worker', passwords.worker),
  };
}

async function letSignIn(client: Client, role: string, password: string): Promise<void> {
  const statement = `alter role ${role} login password ${client.escapeLiteral(password)}`;
  for (let tried = 1; ; tried += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (!isTupleBusy(error) || tried === maxTries) throw error;
    }
  }
}

/** Roles belong to the whole server, and Postgres does not queue two sessions that alter one: it refuses (XX000). */
const isTupleBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'XX000';

function withLogin(url: string, role: string, password: string): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = password;
  return changed.href;
}
