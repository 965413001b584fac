/** Limits on what is read, so that no file can hold the program up. */
import { MIB } from '../primitives/files.ts'

/** Bytes of one configuration file, before and after its filters. */
export const FILE_LIMIT = 16 * MIB

/** How many times larger a document may become by its aliases and merge keys. */
export const ALIAS_FACTOR = 100

/** Problems of one severity that are told; whoever has more begins with these. */
export const PROBLEM_LIMIT = 1000
