import type { CallerAction, Emulator, HeardLine } from '../emulator/index.ts';
import type { Clock } from '../kernel/ports.ts';
import { signIn } from './demo-api.ts';
import { assistanceLine } from './demo-data.ts';

/** A witness who speaks Spanish: leaves details, says something in own words, and is promised a callback. */
const script: readonly CallerAction[] = [
  { hears: ['9 1 1', 'oprima 2'], press: '2' },
  { hears: 'No tiene que dar su nombre', press: '1' },
  { hears: 'oprima 3', press: '3' },
  { hears: '¿Puede hablar con libertad', press: '1' },
  { hears: 'Si lo vio', press: '2' },
  { hears: 'código postal', press: '90012' },
  { hears: '¿Es seguro para usted que le llamemos?', press: '1' },
  { hears: 'El número que vemos es el 2 0 2, 5 5 5, 0 1 2 3', press: '1' },
  { hears: 'Si se corta la llamada', press: '1' },
  { hears: '¿podemos dejar un mensaje', press: '2' },
  { hears: '¿Cuándo es mejor', press: '2' },
  { hears: 'zona horaria', press: '4' },
  { hears: 'hora del Pacífico', press: '1' },
  { hears: 'clave segura', press: '2' },
  { hears: 'propias palabras', press: '1' },
  { hears: 'después del tono', record: 20 },
  { hears: ['le llamará', 'Su número de caso es', 'Una vez más'], silence: true },
];

/**
 * The queue's timers run on the machine's clock and not on the demo's: a job that is queued already stays where it
 * is, and the sweep makes the callback ready, once it is overdue by its grace.
 */
const graceSeconds = 10;

interface DemoCall {
  readonly emulator: Pick<Emulator, 'placeCall'>;
  readonly apiUrl: string;
  readonly password: string;
  readonly clock: Clock;
  readonly advanceClock: (seconds: number) => Promise<void>;
}

/** Places the call and follows what comes of it over the staff API. Answers the exit code. */
export async function placeDemoCall(demo: DemoCall): Promise<number> {
  const { emulator, apiUrl, password, clock, advanceClock } = demo;
  const report = await emulator.placeCall({
    from: '+12025550123',
    to: assistanceLine.phoneNumber,
    script: [...script],
  }).done;
  console.log('\nThe caller heard:');
  for (const line of report.heard) console.log(`  ${heardLine(line)}`);
  const troubles = [
    ...report.missed.map((missed) => `expected to hear "${missed.expected}"`),
    ...report.warnings.map((warning) => `${warning.code} ${warning.message}`),
  ];
  if (report.endedBy !== 'app') troubles.push(`the call was ended by: ${report.endedBy}`);
  if (troubles.length > 0) {
    console.error(`\nThe call did not go as it should:\n  ${troubles.join('\n  ')}`);
    return 1;
  }

  const officer = await signIn(apiUrl, 'officer@example.org', password);
  const found = await officer.latestCase();
  console.log('\nThe case, as its row in Postgres (sealed fields opened and masked for staff):');
  print(found);

  const promised = await officer.callbackOf(found.id, 'team');
  console.log('\nThe callback, promised before the caller heard of it:');
  print(promised);

  const seconds =
    Math.ceil((Date.parse(promised.window.startsAt) - clock.now().getTime()) / 1000) + graceSeconds;
  if (seconds > 0) {
    console.log(`\nThe demo's clock goes forward to ${promised.window.startsAt}, when the window begins …`);
    await advanceClock(seconds);
  }
  // Sign-ins end after twelve hours, and the clock may have gone further.
  const back = await signIn(apiUrl, 'officer@example.org', password);
  const ready = await back.callbackOf(found.id, 'unclaimed');
  const claimed = await back.claim(ready);
  console.log(`\n${claimed.claim?.displayName} holds it until ${claimed.claim?.expiresAt}:`);
  print(claimed);
  return 0;
}

/** A line of what was heard, with its language where it was speech. */
function heardLine({ kind, text, language }: HeardLine): string {
  return kind === 'say' ? `[${language}] ${text}` : `(${kind}${text === '' ? '' : ` ${text}`})`;
}

function print(value: object): void {
  console.log(JSON.stringify(value, null, 2).replaceAll(/^/gm, '  '));
}
