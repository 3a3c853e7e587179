import { answers } from './answers.ts';
import { attempts } from './attempts.ts';
import { callIns } from './call-ins.ts';
import { callbacks } from './callbacks.ts';
import { calls } from './calls.ts';
import { cases } from './cases.ts';
import { history } from './history.ts';
import { lists } from './lists.ts';
import { matters } from './matters.ts';
import { cover } from './cover.ts';
import { dialling } from './dialling.ts';
import { legs } from './legs.ts';
import { moves } from './moves.ts';
import { late } from './late.ts';
import { ledger } from './ledger.ts';
import { officerList } from './officer-list.ts';
import { officers } from './officers.ts';
import { offices } from './offices.ts';
import { openings } from './openings.ts';
import { outbox } from './outbox.ts';
import { promises } from './promises.ts';
import { reconcile } from './reconcile.ts';
import { rota } from './rota.ts';
import { pull } from './pull.ts';
import type { SqlSamples } from './sample.ts';
import { seededCalls } from './seeded-calls.ts';
import { staff } from './staff.ts';
import { texts } from './texts.ts';
import { timeline } from './timeline.ts';
import { voice } from './voice.ts';
import { workItems } from './work-items.ts';

/** Samples of every repository, by its feature: their SQL is printed to `docs/sql/<feature>.sql`. */
export const sqlSamples: Readonly<Record<string, SqlSamples>> = {
  answers,
  attempts,
  'call-ins': callIns,
  callbacks,
  calls,
  cases,
  cover,
  dialling,
  history,
  late,
  ledger,
  legs,
  lists,
  matters,
  moves,
  'officer-list': officerList,
  officers,
  offices,
  openings,
  outbox,
  pull,
  promises,
  reconcile,
  rota,
  'seeded-calls': seededCalls,
  staff,
  texts,
  timeline,
  voice,
  'work-items': workItems,
};
