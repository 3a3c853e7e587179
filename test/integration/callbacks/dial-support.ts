import type { CalleeBehaviour, CallerAction } from '../../../src/emulator/index.ts';
import { details, type Question } from '../../support/details.ts';
import { caller, startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

export const officerPhone = '+12025550111';

export interface Dialled {
  readonly id: string;
  readonly code?: string;
}

/** An office that rings callers back, with a network on which time passes. */
export async function startOffice() {
  const hotline = await startHotline({ speed: 40 });
  const officer = await signedIn(hotline);
  const { database, emulator, worker, clock } = hotline;
  let keys = 0;

  return {
    hotline,
    officer,

    /** A caller leaves details, and an officer takes the callback when it is due. */
    async claimed(
      changes: Partial<Record<Question, string>> = {},
      columns = '',
      from = caller,
    ): Promise<ListedCallback> {
      await rowsOf(
        database.url,
        "update callbacks set state = 'closed', closed_reason = 'cancelled', claimed_by = null, claim_expires_at = null where state <> 'closed'",
      );
      await hotline.call([...details('own_words', changes), { silence: true }], from);
      const open = "from callbacks where state <> 'closed'";
      if (columns !== '')
        await rowsOf(database.url, `update callbacks set ${columns} where state <> 'closed'`);
      const [due] = await rowsOf<{ at: Date }>(database.url, `select window_starts_at as at ${open}`);
      clock.set(due?.at.toISOString() ?? '');
      await worker.settle();
      const again = await signedIn(hotline);
      const { body } = await again.get<Page<ListedCallback>>('/api/callbacks?view=unclaimed');
      const id = body.items[0]?.id ?? '';
      return (await again.post<ListedCallback>(`/api/callbacks/${id}/claim`, {})).body;
    },

    /** Has a callback dialled, as the person who holds it. */
    async dial(
      callback: ListedCallback,
      key = `00000000-0000-4000-8000-${String((keys += 1)).padStart(12, '0')}`,
    ) {
      const again = await signedIn(hotline);
      return again.post<Dialled>(`/api/callbacks/${callback.id}/dial`, { epoch: callback.epoch }, key);
    },

    /** Who is at a telephone when it rings. */
    phone(number: string, behaviour: CalleeBehaviour): void {
      emulator.callees.set(number, behaviour);
    },
    /** A person who answers and does this. */
    answers: (...script: CallerAction[]): CalleeBehaviour => ({ kind: 'answers', script }),

    /** Waits until every telephone is silent and what was told of them is taken. */
    async over(): Promise<void> {
      await worker.settle();
      await emulator.idle();
      await worker.settle();
      await emulator.idle();
    },

    attempt: async (id: string) => {
      const [row] = await rowsOf<{
        outcome: string | null;
        rang: boolean;
        joined: boolean;
        state: string;
        closed_reason: string | null;
        claimed: boolean;
      }>(
        database.url,
        `select a.outcome, a.caller_rung_at is not null as rang, a.joined_at is not null as joined, b.state,
                b.closed_reason, b.claimed_by is not null as claimed
           from callback_attempts a join callbacks b on b.id = a.callback_id where a.id = '${id}'`,
      );
      return row;
    },
    legs: (attemptId: string) =>
      rowsOf<{
        party: string;
        status: string;
        provider_sid: string | null;
        answered_by: string | null;
        heard_words: boolean;
      }>(
        database.url,
        `select party, status, provider_sid, answered_by, heard_words from attempt_legs
          where attempt_id = '${attemptId}' order by created_at, party desc`,
      ),
    /** What was said to the telephone of a leg. */
    async saidTo(attemptId: string, party: string): Promise<string[]> {
      return (await this.heardBy(attemptId, party))
        .filter(({ kind }) => kind === 'say')
        .map(({ text }) => text);
    },
    /** All that reached the ear at the telephone of a leg. */
    async heardBy(attemptId: string, party: string) {
      const leg = (await this.legs(attemptId)).find((each) => each.party === party);
      const report = leg?.provider_sid ? emulator.report(leg.provider_sid) : undefined;
      if (report === undefined) throw new Error(`the ${party} was not rung`);
      return report.heard;
    },
    rings: (number: string): number => emulator.rings.get(number) ?? 0,
    stop: (): Promise<void> => hotline.stop(),
  };
}

export type Office = Awaited<ReturnType<typeof startOffice>>;
export type { Hotline };
