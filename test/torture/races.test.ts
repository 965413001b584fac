import { itIsUsedOnce } from '../provider/support/race-rules.ts'

itIsUsedOnce(500)
