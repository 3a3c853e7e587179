import { z } from 'zod';
import type { OutboxConsumer } from '../../../platform/outbox/outbox.port.ts';
import type { MattersService } from './matters.service.ts';

/** What a caller adds to their case is seen where officers look: in the timeline of its callback. */
export function messageConsumer(
  matters: Pick<MattersService, 'noteMessage'>,
): OutboxConsumer<{ caseId: string; callId: string }> {
  return {
    topic: 'cases.message-added',
    schema: z.object({ caseId: z.uuid(), callId: z.uuid() }),
    deliver: ({ payload }) => matters.noteMessage(payload.caseId, payload.callId),
  };
}
