import * as repository from '../../../src/features/callbacks/texts/answers.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const answers: SqlSamples = {
  lockAnswered: {
    call: (tx) => repository.lockAnswered(tx, { numberIndex: bytes, to: '+12025550170' }),
  },
  insertAnswer: {
    call: (tx) =>
      repository.insertAnswer(tx, {
        id,
        callbackId: id,
        providerSid: `SM${'0'.repeat(32)}`,
        body: bytes,
        now,
      }),
  },
};
