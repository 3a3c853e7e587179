import * as staffRepository from '../../../src/features/staff/staff.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

const { readByEmail, readBySession, insertSession, deleteSession, deleteExpiredSessions, upsertStaff } =
  staffRepository;

export const staff: SqlSamples = {
  readByEmail: { call: (tx) => readByEmail(tx, 'officer@example.org') },
  readBySession: { call: (tx) => readBySession(tx, bytes, now) },
  insertSession: { call: (tx) => insertSession(tx, { tokenHash: bytes, staffId: id, now, expiresAt: now }) },
  deleteSession: { call: (tx) => deleteSession(tx, bytes) },
  deleteExpiredSessions: { call: (tx) => deleteExpiredSessions(tx, now) },
  upsertStaff: {
    call: (tx) =>
      upsertStaff(tx, {
        id,
        email: 'officer@example.org',
        display_name: 'Officer',
        roles: ['officer'],
        office_ids: ['LOS'],
        password_hash: 'hash',
        now,
      }),
  },
};
