import type { Log, LogFields } from '../../src/kernel/ports.ts';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: LogFields;
  readonly message: string;
}

export interface MemoryLog extends Log {
  /** Everything logged so far, by children too, oldest first. */
  readonly lines: LogLine[];
}

/** A log that keeps its lines for a test to look at. */
export function memoryLog(): MemoryLog {
  const lines: LogLine[] = [];
  return { lines, ...bound({}, lines) };
}

function bound(context: LogFields, lines: LogLine[]): Log {
  const write = (level: LogLine['level']) => (fields: LogFields, message: string) => {
    lines.push({ level, fields: { ...context, ...fields }, message });
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => bound({ ...context, ...fields }, lines),
  };
}
