import { setTimeout as delay } from 'node:timers/promises';
import { untilReady } from '../settle.ts';
import { mustHold, type Fault } from './fault.ts';

const shiftsClock = new URL('../preload/shift-clock.ts', import.meta.url).href;
const hourMs = 3_600_000;
/** One sweep (30 s), its grace, and what a busy machine adds. */
const oneSweepMs = 45_000;

export const skewedClock: Fault = {
  id: 21,
  name: "worker's clock an hour ahead, then behind",
  seconds: 30,
  async inject({ product, control }) {
    for (const { worker } of [product, control]) {
      await worker.kill();
      await worker.start({ imports: [`${shiftsClock}?ms=${hourMs}`] });
    }
    await delay(5_000);
    for (const { worker } of [product, control]) {
      await worker.kill();
      await worker.start({ imports: [`${shiftsClock}?ms=${-hourMs}`] });
    }
    await delay(5_000);
    const settledMs = await untilReady(product);
    for (const { worker } of [product, control]) {
      await worker.kill();
      await worker.start();
    }
    mustHold(
      settledMs !== undefined && settledMs < oneSweepMs,
      `ready only after ${settledMs ?? 'more than 60 000'} ms`,
    );
    return { remark: `an hour behind: ready within ${((settledMs ?? 0) / 1000).toFixed(1)} s` };
  },
};
