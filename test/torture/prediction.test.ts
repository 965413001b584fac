import { predictionsHold } from '../provider/support/prediction-rules.ts'

predictionsHold(5_000)
