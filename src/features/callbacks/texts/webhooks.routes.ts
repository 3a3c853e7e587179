import { z } from 'zod';
import type { Config } from '../../../config/config.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { twilioScope, webhookParams } from '../../../platform/http/twilio-scope.ts';
import type { Metrics } from '../../../platform/observability/metrics.ts';
import { twimlContentType, xmlDeclaration } from '../../../platform/telephony/twiml.ts';
import { parseTextStatusWebhook, parseTextWebhook } from '../../../platform/telephony/webhook-schemas.ts';
import type { AnswersService } from './answers.service.ts';
import type { SendingService } from './sending.service.ts';

export interface TextWebhooksDeps {
  readonly config: Pick<Config, 'http' | 'twilio'>;
  readonly answers: AnswersService;
  readonly sending: Pick<SendingService, 'noteStatus'>;
  readonly metrics: Pick<Metrics, 'webhook'>;
}

const access = { kind: 'twilio' } as const;
/** Answers nothing: who wrote to us is never told whether we know them. */
const silence = `${xmlDeclaration}<Response/>`;
const textQuery = z.object({ text: z.uuid() });

/** Twilio's webhooks about texts. Whoever writes to us is answered by an officer, or by nobody. */
export function registerTextWebhooks(app: HttpApp, deps: TextWebhooksDeps): void {
  const { config, answers, sending, metrics } = deps;
  void app.register(
    twilioScope(config, async (scope) => {
      scope.post('/twilio/sms', { config: { access } }, async (request, reply) => {
        const { MessageSid, From, To, Body } = parseTextWebhook(webhookParams(request));
        const text = { providerSid: MessageSid, from: From, to: To, words: Body };
        metrics.webhook({ kind: 'text', outcome: await answers.receive(text) });
        return reply.type(twimlContentType).send(silence);
      });

      scope.post(
        '/twilio/message-status',
        { config: { access }, schema: { querystring: textQuery } },
        async (request, reply) => {
          const { MessageSid, MessageStatus, ErrorCode } = parseTextStatusWebhook(webhookParams(request));
          await sending.noteStatus(request.query.text, MessageSid, MessageStatus, ErrorCode ?? null);
          return reply.code(204).send();
        },
      );
    }),
  );
}
