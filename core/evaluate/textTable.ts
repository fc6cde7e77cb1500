/** Texts as the machine knows them: by their number, so that equal texts are equal numbers. The empty text is 0, as untouched memory is. */
export class TextTable {
  private readonly texts: string[] = [''];
  private readonly numbers = new Map<string, number>([['', 0]]);

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  textOf(number: number): string { return this.texts[number] ?? ''; }
}
