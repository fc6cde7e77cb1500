/** The settings the server reads, with the defaults of package.json (a test compares them). */
export interface Settings {
  readonly codeLensEnabled: boolean;
  readonly hoverEnabled: boolean;
  /** Digits shown in lenses. */
  readonly significantDigits: number;
  /** Milliseconds one evaluation for a lens or a hover may take. */
  readonly evaluationBudget: number;
}

export const defaultSettings: Settings = {
  codeLensEnabled: true,
  hoverEnabled: true,
  significantDigits: 4,
  evaluationBudget: 100,
};

/** Reads the `nabla` section as the client sends it; anything of the wrong type counts as unset. */
export function settingsFrom(section: unknown): Settings {
  return {
    codeLensEnabled: booleanAt(section, ['codeLens', 'enabled']) ?? defaultSettings.codeLensEnabled,
    hoverEnabled: booleanAt(section, ['hover', 'enabled']) ?? defaultSettings.hoverEnabled,
    significantDigits: numberAt(section, ['numberFormat', 'significantDigits'], 1, 17) ?? defaultSettings.significantDigits,
    evaluationBudget: numberAt(section, ['evaluation', 'budget'], 1, 60_000) ?? defaultSettings.evaluationBudget,
  };
}

function at(section: unknown, path: readonly string[]): unknown {
  let value = section;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function booleanAt(section: unknown, path: readonly string[]): boolean | undefined {
  const value = at(section, path);
  return typeof value === 'boolean' ? value : undefined;
}

function numberAt(section: unknown, path: readonly string[], least: number, most: number): number | undefined {
  const value = at(section, path);
  return typeof value === 'number' && value >= least && value <= most ? value : undefined;
}
