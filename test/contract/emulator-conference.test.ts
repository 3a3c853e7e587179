import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bench,
  client,
  doneOf,
  event,
  events,
  invite,
  legTo,
  officer,
  room,
  run,
  said,
  start,
  supervisor,
  watched,
  whileWaiting,
} from './conference-bench.ts';
import { accountSid, caller, line } from './scripted-app.ts';
import type { CallerAction, CallReport } from '../../src/emulator/index.ts';

const otherLine = '+12025550101';
beforeEach(() => start());
afterEach(() => bench.close());

describe('a conference', () => {
  it('starts with the second participant; until then they hear the wait document, once', async () => {
    whileWaiting(() => invite(officer, [{ speak: 'Hello.' }, { talks: 20 }, { hangUp: true }]));
    const report = await run(
      room(`waitUrl="/wait" ${watched}`),
      { hears: 'Hello', speak: 'Good day.' },
      { waits: 60 },
      { hangUp: true },
    );
    const agent = await legTo(officer);
    expect(said(report)).toEqual(['say Please wait.', 'voice Hello.']);
    expect(said(agent)).toEqual(['voice Good day.']);
    expect(bench.app.at('/wait')).toHaveLength(1);
    expect(bench.app.at('/wait')[0]?.params).toMatchObject({ FriendlyName: 'room', CallSid: report.sid });
    expect(agent?.bridges).toMatchObject([{ with: report.sid, number: caller }]);
    expect(report.bridges).toMatchObject([{ with: agent?.sid, number: officer }]);
    expect(report).toMatchObject({ warnings: [], missed: [], endedBy: 'caller' });
    expect(doneOf(caller)).toMatchObject({ DialCallStatus: 'answered', CallStatus: 'completed' });
    expect(doneOf(caller)).not.toHaveProperty('DialCallSid');
    expect(doneOf(caller)).not.toHaveProperty('DialCallDuration');
  });

  it('tells its events in order, counted from one', async () => {
    whileWaiting(() => invite(officer, [{ talks: 20 }, { hangUp: true }], { label: 'agent' }));
    const report = await run(room(`waitUrl="/wait" participantLabel="caller" ${watched}`), { talks: 60 });
    expect(events()).toEqual([
      '1 participant-join',
      '2 participant-join',
      '3 conference-start',
      '4 participant-leave',
      '5 participant-leave',
      '6 conference-end',
    ]);
    expect(event('participant-join')).toMatchObject({
      AccountSid: accountSid,
      FriendlyName: 'room',
      CallSid: report.sid,
      ParticipantLabel: 'caller',
      Muted: 'false',
      Hold: 'false',
      Coaching: 'false',
      StartConferenceOnEnter: 'true',
      EndConferenceOnExit: 'false',
    });
    expect(event('participant-leave')).toMatchObject({
      ParticipantLabel: 'agent',
      ReasonParticipantLeft: 'participant_hung_up',
      ParticipantCallStatus: 'completed',
    });
    expect(event('conference-end')).toMatchObject({
      ReasonConferenceEnded: 'last-participant-left',
      CallSidEndingConference: report.sid,
    });
    expect(event('conference-end')['Timestamp']).toMatch(/\+0000$/);
  });

  it('tells only what its first participant asked for, counting the rest', async () => {
    whileWaiting(() =>
      invite(officer, [{ talks: 5 }, { hangUp: true }], {
        conferenceStatusCallback: `${bench.app.url}/elsewhere`,
        conferenceStatusCallbackEvent: ['join', 'leave'],
      }),
    );
    await run(
      room('waitUrl="/wait" statusCallback="/events" statusCallbackEvent="start end"'),
      { waits: 30 },
      { hangUp: true },
    );
    expect(events()).toEqual(['3 conference-start', '6 conference-end']);
    expect(bench.app.at('/elsewhere')).toEqual([]);
  });

  it('does not start for those who may not start it', async () => {
    whileWaiting(() =>
      invite(officer, [{ waits: 30 }, { hangUp: true }], { startConferenceOnEnter: 'false', waitUrl: '' }),
    );
    const report = await run(
      room(`waitUrl="/wait" startConferenceOnEnter="false" ${watched}`),
      { waits: 60 },
      { hangUp: true },
    );
    expect(events()).not.toContain('3 conference-start');
    expect(report.bridges).toEqual([]);
  });

  it('ends with somebody who ends it on leaving; the others go on with their action', async () => {
    whileWaiting(() => invite(officer, [{ talks: 15 }, { hangUp: true }], { endConferenceOnExit: 'true' }));
    const report = await run(room(`waitUrl="/wait" ${watched}`), { talks: 500 });
    expect(said(report)).toEqual(['say Please wait.', 'say after']);
    expect(doneOf(caller)).toMatchObject({ CallStatus: 'in-progress', DialCallStatus: 'answered' });
    const reasons = bench.app.at('/events').map(({ params }) => params['ReasonParticipantLeft']);
    expect(reasons.filter((reason) => reason !== undefined)).toEqual([
      'participant_hung_up',
      'moderator_ended_conference',
    ]);
    expect(event('conference-end')).toMatchObject({
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    });
  });

  it('beeps for those who are in it, unless told otherwise', async () => {
    whileWaiting(() => invite(officer, [{ waits: 5 }, { hangUp: true }]));
    bench.emulator.callees.set(supervisor, {
      kind: 'answers',
      afterSeconds: 4,
      script: [{ waits: 30 }, { hangUp: true }],
    });
    bench.app.on('/events', async ({ params }) => {
      if (params['StatusCallbackEvent'] === 'conference-start')
        await client.conferences('room').participants.create({ from: line, to: supervisor, beep: 'onEnter' });
      return { status: 204, type: null };
    });
    const report = await run(room(`waitUrl="/wait" ${watched}`), { waits: 60 }, { hangUp: true });
    expect(said(report)).toEqual(['say Please wait.', 'beep']);
  });

  it('lets in no more than it holds', async () => {
    whileWaiting(async () => {
      await invite(officer, [{ waits: 30 }, { hangUp: true }]);
      bench.emulator.callees.set(supervisor, { kind: 'answers', afterSeconds: 9, script: [] });
      await client.conferences('room').participants.create({ from: line, to: supervisor });
    });
    await run(room(`waitUrl="/wait" maxParticipants="2" ${watched}`), { waits: 60 }, { hangUp: true });
    expect((await legTo(supervisor))?.bridges).toEqual([]);
    expect((await legTo(supervisor))?.duration).toBe(0);
  });

  it('plays music without a waitUrl, nothing with an empty one', async () => {
    expect(said(await run(room(), { waits: 5 }, { hangUp: true }))).toEqual(['music']);
    expect(said(await run(room('waitUrl=""', 'other'), { waits: 5 }, { hangUp: true }))).toEqual([]);
  });

  it('whose wait document fails is not joined: the Dial goes on', async () => {
    bench.app.on('/wait', { status: 500 });
    const report = await run(room('waitUrl="/wait"'));
    expect(report.warnings).toMatchObject([{ code: 11200 }]);
    expect(said(report)).toEqual(['say after']);
    expect(doneOf(caller)).toMatchObject({ CallStatus: 'in-progress' });
  });

  it('is recorded from its start where its first participant says so', async () => {
    whileWaiting(() => invite(officer, [{ talks: 25 }, { hangUp: true }]));
    bench.app.on('/recording', { status: 204, type: null });
    await run(room('waitUrl="/wait" record="record-from-start" recordingStatusCallback="/recording"'), {
      talks: 500,
    });
    const [conference] = await client.conferences.list();
    const [callback] = bench.app.at('/recording');
    expect(callback?.params).toMatchObject({
      ConferenceSid: conference?.sid,
      RecordingStatus: 'completed',
      RecordingSource: 'Conference',
      RecordingChannels: '1',
    });
    expect(Number(callback?.params['RecordingDuration'])).toBeGreaterThanOrEqual(25);
    expect(callback?.params).not.toHaveProperty('CallSid');
    const [recording] = await client.conferences(String(conference?.sid)).recordings.list();
    expect(recording).toMatchObject({
      source: 'Conference',
      conferenceSid: conference?.sid,
      status: 'completed',
    });
  });
});

describe('who hears whom', () => {
  const speaks = (text: string): CallerAction[] => [
    { talks: 2 },
    { speak: text },
    { waits: 20 },
    { hangUp: true },
  ];
  /** A caller, an officer and a supervisor, who all say something. */
  async function three(officerIs: object, supervisorIs: object): Promise<(CallReport | undefined)[]> {
    whileWaiting(async () => {
      await invite(officer, speaks('I am the officer.'), { label: 'officer', ...officerIs });
      await invite(supervisor, speaks('I am the supervisor.'), supervisorIs);
    });
    const report = await run(room('waitUrl="/wait"'), ...speaks('I am the caller.'));
    return [report, await legTo(officer), await legTo(supervisor)];
  }
  const voices = (report: CallReport | undefined): string[] =>
    said(report)
      .filter((text) => text.startsWith('voice'))
      .map((text) => text.split(' ').at(-1) ?? '')
      .sort();

  it('everybody hears everybody else', async () => {
    expect((await three({}, {})).map(voices)).toEqual([
      ['officer.', 'supervisor.'],
      ['caller.', 'supervisor.'],
      ['caller.', 'officer.'],
    ]);
  });

  it('nobody hears the muted', async () => {
    expect((await three({ muted: true }, {})).map(voices)).toEqual([
      ['supervisor.'],
      ['caller.', 'supervisor.'],
      ['caller.'],
    ]);
  });

  it('only the coached hears the coach, who hears all', async () => {
    const reports = async (): Promise<(CallReport | undefined)[]> => {
      whileWaiting(async () => {
        const { callSid } = await invite(officer, speaks('I am the officer.'));
        bench.emulator.callees.set(supervisor, {
          kind: 'answers',
          afterSeconds: 3,
          script: speaks('I am the supervisor.'),
        });
        await client.conferences('room').participants.create({
          from: line,
          to: supervisor,
          beep: 'false',
          coaching: true,
          callSidToCoach: callSid,
        });
      });
      const report = await run(
        room('waitUrl="/wait"'),
        { talks: 9 },
        { speak: 'I am the caller.' },
        { waits: 20 },
        { hangUp: true },
      );
      return [report, await legTo(officer), await legTo(supervisor)];
    };
    expect((await reports()).map(voices)).toEqual([
      ['officer.'],
      ['caller.', 'supervisor.'],
      ['caller.', 'officer.'],
    ]);
  });
});

describe('what a Conference does not allow', () => {
  it.each([
    ['muted="1"', 13230],
    ['endConferenceOnExit="1"', 13231],
    ['startConferenceOnEnter="1"', 13232],
    ['waitMethod="PUT"', 13234],
    ['beep="loud"', 13235],
    ['participantLabel="a/b"', 16023],
    ['maxParticipants="1"', 12200],
    ['record="yes"', 12200],
    ['statusCallbackEvent="hum"', 12200],
    ['colour="red"', 12200],
  ])('%s is warned of with %i', async (attribute, code) => {
    const document = `<Dial><Conference waitUrl="" ${attribute}>room</Conference></Dial>`;
    const report = await run(document, { waits: 1 }, { hangUp: true });
    expect(report.warnings.map((one) => one.code)).toContain(code);
  });

  it('a name is needed: 13237', async () => {
    expect((await run('<Dial><Conference/></Dial>')).warnings).toMatchObject([{ code: 13237 }]);
  });

  it('a label is for one: 16025', async () => {
    bench.emulator.setNumber({ number: otherLine, voiceUrl: `${bench.app.url}/voice` });
    let second: Promise<CallReport> | undefined;
    whileWaiting(async () => {
      second ??= bench.emulator.placeCall({ from: '+12025550124', to: otherLine, script: [] }).done;
    });
    await run(room('waitUrl="/wait" participantLabel="one"'), { waits: 30 }, { hangUp: true });
    expect((await second)?.warnings).toMatchObject([{ code: 16025 }]);
  });

  it('nobody can be coached who is not there: 13240', async () => {
    const report = await run(room(`coach="CA${'0'.repeat(32)}"`));
    expect(report.warnings).toMatchObject([{ code: 13240 }]);
  });

  it('a wait document holds only what plays: 13238', async () => {
    bench.app.on('/wait', '<Gather/><Say>Please wait.</Say>');
    const report = await run(room('waitUrl="/wait"'), { waits: 5 }, { hangUp: true });
    expect(report.warnings).toMatchObject([{ code: 13238 }]);
  });
});
