/** Storages of arrays by number, as instructions name them. */
import type { Storage } from '../ir/type';

export const storageNames: readonly Storage[] = ['array', 'f64', 'f32', 'i32', 'u8'];
