import { itIsUsedOnce } from './support/race-rules.ts'

itIsUsedOnce(50)
