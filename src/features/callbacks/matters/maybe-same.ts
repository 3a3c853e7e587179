import type { Queryable } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import { listMaybeSame } from './matters.repository.ts';

/** By callback: the ids of open ones of the person's offices that may be of the same matter. */
export async function maybeSameOf(
  db: Queryable,
  who: Principal,
  callbacks: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const same = new Map<string, string[]>();
  if (callbacks.length === 0) return same;
  const asked = { callbackIds: callbacks.map(({ id }) => id), officeIds: who.officeIds };
  for (const { id, maybe_same: other } of await listMaybeSame(db, asked))
    same.set(id, [...(same.get(id) ?? []), other]);
  return same;
}
