/** One `Shape` for each record type of a program. */
import { isPlain, printType, type StructType } from '../ir/type';
import { Shape } from './memory';

export class ShapeTable {
  readonly shapes: Shape[] = [];
  private readonly byText = new Map<string, number>();

  index(type: StructType): number {
    const text = printType(type);
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const index = this.shapes.length;
    this.byText.set(text, index);
    this.shapes.push(shapeOf(type));
    return index;
  }
}

export const shapeOf = (type: StructType): Shape =>
  new Shape(
    type.fields.map((field) => field.name),
    type.fields.map((field) => (isPlain(field.type) ? field.type.kind : null)),
  );
