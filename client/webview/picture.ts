/** A picture of the view as a file: its SVG with the colours and fonts it has on the screen, or drawn as PNG. */

/** What the style sheet decides about what is drawn. */
const properties = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'paint-order'] as const;

/** What is not in the picture but on it. */
const leftOut = ['class', 'tabindex', 'role', 'data-id', 'aria-pressed', 'aria-description', 'aria-hidden'] as const;

/** Pixels of a PNG for each of the picture, and the most that canvases take on a side. */
const sharpness = 2, mostPixels = 8192;

const svgNamespace = 'http://www.w3.org/2000/svg';

export interface Picture { readonly text: string; readonly width: number; readonly height: number }

/** Pixels below a picture, for what it is and what its marks mean: of a line, left of the text for a mark, of a letter at most, at the edges. */
const lineHeight = 18, markRoom = 40, letter = 7.5, margin = 12;

export function pictureOf(svg: SVGSVGElement): Picture {
  const copy = inlined(svg);
  const { width, height: drawn } = svg.viewBox.baseVal.width > 0 ? svg.viewBox.baseVal : { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  const caption = captionOf(svg, width), height = drawn + (caption.length === 0 ? 0 : caption.length * lineHeight + margin);
  caption.forEach((line, i) => {
    line.setAttribute('transform', `translate(${String(margin)},${String(drawn + (i + 0.5) * lineHeight)})`);
    copy.append(line);
  });
  if (caption.length > 0) copy.setAttribute('viewBox', `0 0 ${String(width)} ${String(height)}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const ground = made('rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

const made = (name: 'rect' | 'g' | 'text'): SVGElement => document.createElementNS(svgNamespace, name);

/** A copy that needs no style sheet. */
function inlined<Of extends SVGElement>(element: Of): Node & ParentNode & SVGElement {
  const copy = element.cloneNode(true);
  if (!(copy instanceof SVGElement)) return made('g');
  const from = [element, ...element.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((one, i) => { inline(one, to[i]); });
  return copy;
}

/** What stands beside a picture on the screen: its title, and each line of its legend with its mark; a file has it below. */
function captionOf(svg: SVGSVGElement, width: number): readonly SVGElement[] {
  const legend = svg.closest('.figure')?.querySelector('.legend');
  if (legend === null || legend === undefined) return [];
  const title = textLines(svg.getAttribute('aria-label') ?? '', width, svg);
  for (const line of title) line.setAttribute('font-weight', 'bold');
  return [...title, ...Array.from(legend.children, (item) => {
    const lines = textLines(item.textContent, width, item), mark = item.querySelector('svg');
    if (mark !== null) for (const part of mark.children) if (part instanceof SVGElement) lines[0]?.append(inlinedAt(part));
    return lines;
  }).flat()];
}

function inlinedAt(part: SVGElement): SVGElement {
  const place = made('g');
  place.setAttribute('transform', 'translate(0,-5)');
  place.append(inlined(part));
  return place;
}

/** A text in lines that fit below a picture. */
function textLines(text: string, width: number, styled: Element): SVGElement[] {
  const { color, fontFamily } = getComputedStyle(styled), most = Math.floor((width - 2 * margin - markRoom) / letter);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => {
    const group = made('g'), words = made('text');
    words.textContent = line;
    Object.entries({ x: String(markRoom), y: '4', fill: color, 'font-family': fontFamily, 'font-size': '12px' }).forEach(([name, value]) => { words.setAttribute(name, value); });
    group.append(words);
    return group;
  });
}

function inline(element: Element, copy: Element | undefined): void {
  if (copy === undefined) return;
  const style = getComputedStyle(element);
  for (const property of properties) {
    const value = style.getPropertyValue(property);
    if (value !== '') copy.setAttribute(property, value);
  }
  for (const name of leftOut) copy.removeAttribute(name);
}

/** Base64 of a PNG; null when the browser cannot draw it. */
export async function pngOf({ text, width, height }: Picture): Promise<string | null> {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(sharpness, mostPixels / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    if (context === null) return null;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}
