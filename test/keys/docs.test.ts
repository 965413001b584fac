import { describe } from 'vitest'
import { itRunsAsPrinted } from '../support/run-docs.ts'

describe('docs/keys.md', () => itRunsAsPrinted('docs/keys.md'))
describe('docs/certificates.md', () => itRunsAsPrinted('docs/certificates.md'))
