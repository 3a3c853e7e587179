import { DatabaseError } from 'pg';
import { AppError, appError, isAppError, type ErrorCode } from '../../kernel/errors.ts';

/** SQLSTATE codes (appendix A of the PostgreSQL manual) that say "not now": asking again later may work. */
const unavailableStates = new Set([
  '53000', // insufficient_resources
  '53100', // disk_full
  '53200', // out_of_memory
  '53300', // too_many_connections
  '55P03', // lock_not_available: lock_timeout
  '57014', // query_canceled: statement_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
  '25006', // read_only_sql_transaction: a replica, in the middle of a failover
]);

const codesByState: Readonly<Record<string, ErrorCode>> = {
  '23505': 'db.conflict', // unique_violation
  '23P01': 'db.conflict', // exclusion_violation
  '23503': 'db.reference_missing', // foreign_key_violation
  '40001': 'db.contended', // serialization_failure
  '40P01': 'db.contended', // deadlock_detected
};

/** After these the session is gone or cannot be trusted, although its socket may still look alive. */
const brokenSessionStates = new Set([
  '25P03',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '0A000', // feature_not_supported: "cached plan must not change result type", after a migration
  '26000', // invalid_sql_statement_name: a prepared statement is gone
]);

/** Class 42 (syntax, names, permissions) quotes our statement, whose values are parameters: safe to repeat. */
const speaksOfStatement = (state: string): boolean => state.startsWith('42');

const isConnectionState = (state: string): boolean => state.startsWith('08');

/**
 * What may be known of a refused statement. The driver's own error is dropped: its `message` and `detail` quote
 * the row ("Key (email)=(…) already exists"), and an error carries ids and codes only (law 5).
 */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused';
  readonly sqlstate: string;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly constraint: string | undefined;

  constructor(error: DatabaseError) {
    const place = [error.table, error.column, error.constraint].filter(Boolean).join(' ');
    const sqlstate = error.code ?? '';
    super(`SQLSTATE ${sqlstate}: ${speaksOfStatement(sqlstate) ? error.message : place}`);
    this.sqlstate = sqlstate;
    this.table = error.table;
    this.column = error.column;
    this.constraint = error.constraint;
  }
}

/** True where the connection must not go back into the pool: a killed backend, a dead socket, a time-out. */
export function breaksConnection(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return true;
  const state = error.code ?? '';
  return isConnectionState(state) || brokenSessionStates.has(state);
}

/**
 * The coded error for anything that the driver or its pool throws; an `AppError` passes unchanged.
 *
 * `db.conflict` (unique, exclusion), `db.reference_missing` (foreign key), `db.contended` (serialisation,
 * deadlock), `db.unavailable` (refused, down, timed out, full), `db.failed` (a statement of ours is wrong).
 * The cause is a {@link StatementRefused}, or the socket's own error.
 */
export function databaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof DatabaseError)) return appError('db.unavailable', { cause: error });
  const cause = new StatementRefused(error);
  const code = codesByState[cause.sqlstate];
  if (code) return appError(code, { cause });
  const away = isConnectionState(cause.sqlstate) || unavailableStates.has(cause.sqlstate);
  return appError(away ? 'db.unavailable' : 'db.failed', { cause });
}

/** True where Postgres could not be asked, so that asking again later may work. */
export function isUnavailable(error: unknown): boolean {
  return isAppError(error, 'db.unavailable');
}

/** True for a unique or exclusion violation; with `constraint`, of that one only. */
export function isConflict(error: unknown, constraint?: string): boolean {
  if (!isAppError(error, 'db.conflict')) return false;
  if (constraint === undefined) return true;
  return error.cause instanceof StatementRefused && error.cause.constraint === constraint;
}

/** True where another transaction got in the way, so that the whole transaction may be run again. */
export function isContended(error: unknown): boolean {
  return isAppError(error, 'db.contended');
}
