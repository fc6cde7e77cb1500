// Writes iris.ts, the module that the example imports, from iris.csv.
import { readFileSync, writeFileSync } from 'node:fs';

const table = new URL('iris.csv', import.meta.url);
const flowers = readFileSync(table, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const overlapping = flowers.filter(([, , , , species]) => species !== 'setosa');

const measured = overlapping.map((flower) => `  ${flower.slice(0, 4).map(Number).join(', ')},\n`).join('');
const labels = overlapping.map(([, , , , species]) => (species === 'virginica' ? 1 : 0));
const half = labels.length / 2;

writeFileSync(
  new URL('iris.ts', import.meta.url),
  `// Written by write-data.mjs from iris.csv: Iris versicolor and Iris virginica, 50 flowers each.

/** Length and width of a sepal, length and width of a petal, in centimetres: four numbers a flower. */
export const MEASUREMENTS = [
${measured}];

/** 1 for Iris virginica, 0 for Iris versicolor. */
export const IS_VIRGINICA = [
  ${labels.slice(0, half).join(', ')},
  ${labels.slice(half).join(', ')},
];
`,
);
