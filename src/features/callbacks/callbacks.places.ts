import type { Place } from '../../platform/vault/vault.port.ts';

/** Where the sealed values of callbacks stand: part of what each is sealed for. */
export const numberPlace = (id: string): Place => ({ table: 'callbacks', column: 'number_sealed', id });
export const safeWordPlace = (id: string): Place => ({ table: 'callbacks', column: 'safe_word_sealed', id });
export const lastTwoPlace = (id: string): Place => ({
  table: 'callback_promises',
  column: 'last_two_sealed',
  id,
});
export const attemptNotePlace = (id: string): Place => ({
  table: 'callback_attempts',
  column: 'note_sealed',
  id,
});
export const legNumberPlace = (id: string): Place => ({ table: 'attempt_legs', column: 'to_sealed', id });
export const eventNotePlace = (noteId: string): Place => ({
  table: 'callback_events',
  column: 'note_sealed',
  id: noteId,
});
export const workItemWordsPlace = (id: string): Place => ({
  table: 'work_items',
  column: 'words_sealed',
  id,
});
export const textBodyPlace = (id: string): Place => ({
  table: 'callback_texts',
  column: 'body_sealed',
  id,
});
