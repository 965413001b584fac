import { predictionsHold } from './support/prediction-rules.ts'

predictionsHold(150)
