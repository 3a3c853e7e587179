/** What may be told of an error: where it arose and its codes, never the data that it arose from. */
export interface ErrorFacts {
  readonly type: string;
  readonly code?: string | number;
  readonly status?: number;
  /** Names of the schema, as Postgres reports them; its `detail` and `where` quote rows and are left out. */
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly stack?: string;
  readonly cause?: ErrorFacts;
}

const deepestCause = 4;
const identifier = /^[A-Za-z_][A-Za-z0-9_.$-]{0,79}$/;
const frame = /^\s+at .{1,400}$/;

/**
 * Reduces anything that was thrown to facts that may be logged: type, codes, names of the schema, and the
 * stack without its message. Postgres puts row values into messages and details; so may any other library.
 */
export function describeError(thrown: unknown, depth = 0): ErrorFacts {
  if (!(thrown instanceof Error)) return { type: `thrown ${typeof thrown}` };
  const { code, status, constraint, table, column } = thrown as Error & Record<string, unknown>;
  return {
    type: isIdentifier(thrown.name) ? thrown.name : 'Error',
    ...(isIdentifier(code) || typeof code === 'number' || isSqlState(code) ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(isIdentifier(constraint) ? { constraint } : {}),
    ...(isIdentifier(table) ? { table } : {}),
    ...(isIdentifier(column) ? { column } : {}),
    ...(typeof thrown.stack === 'string' ? { stack: framesOf(thrown.stack, thrown.message) } : {}),
    ...(thrown.cause instanceof Error && depth < deepestCause
      ? { cause: describeError(thrown.cause, depth + 1) }
      : {}),
  };
}

function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && identifier.test(value);
}

/** Five characters such as `23505`: may begin with a digit, where an identifier may not. */
function isSqlState(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-Z]{5}$/.test(value);
}

/** A message of several lines may look like frames: it is cut out before the frames are picked. */
function framesOf(stack: string, message: string): string {
  const at = message === '' ? -1 : stack.indexOf(message);
  const rest = at === -1 ? stack : stack.slice(at + message.length);
  return rest
    .split('\n')
    .filter((line) => frame.test(line))
    .map((line) => line.trim())
    .join('\n');
}
