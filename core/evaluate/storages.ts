/** Storages of arrays by number, as instructions name them. */
import type { Plain, Storage, Type } from '../ir/type';

export const storageNames: readonly Storage[] = ['array', 'f64', 'f32', 'i32', 'u8'];
/** What arrays hold that are no arrays of references, by number. */
export const contentNames: readonly Plain['kind'][] = ['num', 'bool', 'text'];
export const contentOf = (element: Type): number => contentNames.findIndex(name => name === element.kind);
