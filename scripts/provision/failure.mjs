/** An expected failure with one sentence for the person at the terminal; printed without a stack. */
export class ProvisionError extends Error {
  /** @override */
  name = 'ProvisionError';
}

/**
 * The last words of every script: one sentence for an expected failure, the stack for a bug.
 *
 * @param {unknown} error
 * @returns {never}
 */
export function exitWith(error) {
  if (error instanceof ProvisionError) process.stderr.write(`\n${error.message}\n`);
  else console.error(error);
  process.exit(1);
}
