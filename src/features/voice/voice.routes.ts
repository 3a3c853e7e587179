import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import type { Log } from '../../kernel/ports.ts';
import { isUnavailable } from '../../platform/db/errors.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { twilioScope, webhookParams } from '../../platform/http/twilio-scope.ts';
import { holdTwiml } from '../../platform/telephony/apology.ts';
import { renderTwiml } from '../../platform/telephony/twiml.ts';
import {
  parseActionWebhook,
  parseCallStatusWebhook,
  parseRecordingStatusWebhook,
  parseVoiceWebhook,
} from '../../platform/telephony/webhook-schemas.ts';
import { webhookUrl } from '../../platform/telephony/webhook-url.ts';
import { turnOf } from './voice.model.ts';
import type { Answer, VoiceService } from './voice.service.ts';

export interface VoiceRoutesDeps {
  readonly config: Pick<Config, 'http' | 'twilio'>;
  readonly voice: VoiceService;
  readonly log: Log;
}

const access = { kind: 'twilio' } as const;
const turnQuery = z.looseObject({
  turn: z.string().optional(),
  by: z.enum(['caller', 'hold', 'poll']).catch('caller').optional(),
});

/** Twilio's webhooks. Everything after the first is found from the URLs in our own TwiML. */
export function registerVoiceRoutes(app: HttpApp, { config, voice, log }: VoiceRoutesDeps): void {
  const { publicUrl } = config.http;

  const send = (reply: FastifyReply, { turn, instructions }: Answer) =>
    reply.type('text/xml').send(
      renderTwiml(instructions, {
        action: webhookUrl(publicUrl, '/twilio/voice/turn', { turn }),
        poll: webhookUrl(publicUrl, '/twilio/voice/turn', { turn, by: 'poll' }),
        recordingStatus: webhookUrl(publicUrl, '/twilio/voice/recording'),
      }),
    );

  /** A webhook that finds the database away holds the caller on the line and comes back (law 11). */
  const orHold = async (request: FastifyRequest, reply: FastifyReply, back: string, work: () => Promise<Answer>) => {
    try {
      return await send(reply, await work());
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      log.error({ requestId: request.id, err: error }, 'database away: caller held on the line');
      return reply.type('text/xml').send(holdTwiml(back));
    }
  };

  void app.register(
    twilioScope(config, async (scope) => {
      scope.post('/twilio/voice', { config: { access } }, async (request, reply) => {
        const params = parseVoiceWebhook(webhookParams(request));
        return orHold(request, reply, webhookUrl(publicUrl, '/twilio/voice'), () => voice.incoming(params));
      });

      scope.post(
        '/twilio/voice/turn',
        { config: { access }, schema: { querystring: turnQuery } },
        async (request, reply) => {
          const params = parseActionWebhook(webhookParams(request));
          const turn = turnOf(request.query.turn);
          const back = webhookUrl(publicUrl, '/twilio/voice/turn', { turn, by: 'hold' });
          return orHold(request, reply, back, () => voice.action(params, turn, request.query.by ?? 'caller'));
        },
      );

      scope.post('/twilio/voice/recording', { config: { access } }, async (request, reply) => {
        await voice.recordingStatus(parseRecordingStatusWebhook(webhookParams(request)));
        return reply.code(204).send();
      });

      scope.post('/twilio/status', { config: { access } }, async (request, reply) => {
        await voice.callStatus(parseCallStatusWebhook(webhookParams(request)));
        return reply.code(204).send();
      });
    }),
  );
}
