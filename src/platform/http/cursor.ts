import { z } from 'zod';
import { appError } from '../../kernel/errors.ts';

const cursorSchema = z.object({ at: z.iso.datetime(), also: z.iso.datetime().optional(), id: z.uuid() });

/** Where a keyset page ended: the sort times and the id of its last row. Opaque to clients. */
export type Cursor = z.infer<typeof cursorSchema>;

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws AppError `http.validation` when the text is not a cursor that we gave. */
export function decodeCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const bad = () => appError('http.validation', { detail: 'The cursor is not one that this list gave.' });
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw bad();
  }
  const parsed = cursorSchema.safeParse(decoded);
  if (!parsed.success) throw bad();
  return parsed.data;
}
