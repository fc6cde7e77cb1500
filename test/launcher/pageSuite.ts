/** Runs a test suite inside a VS Code that is a web page: opens its address and waits for the exit code the suite reports. */
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumFlags } from './chromium';

export interface PageSuite {
  /** Path of the browser. */
  readonly browser: string;
  readonly address: string;
  /** Milliseconds after which the suite counts as hung; its exit code is 99 then. */
  readonly timeLimit: number;
  /** Hears everything that is logged, of the suite and of VS Code. */
  readonly log: (text: string) => void;
}

/** The suite's exit code. */
export async function runPageSuite({ browser: executablePath, address, timeLimit, log }: PageSuite): Promise<number> {
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const exit = new Promise<number>((resolve) => {
      setTimeout(() => {
        process.stderr.write(`The suite did not end within ${String(timeLimit / 1000)} s.\n`);
        resolve(99);
      }, timeLimit).unref();
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, words: unknown[]) => { log(format(...words)); });
    await page.goto(address);
    return await exit;
  } finally {
    await browser.close();
  }
}
