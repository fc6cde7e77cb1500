/** One line on stderr for each slow step of the set-up, so that nobody wonders what the first run is doing. */
export function progress(text: string): void {
  process.stderr.write(`[launcher] ${text}\n`);
}
