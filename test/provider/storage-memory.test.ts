import { createMemoryStorage } from '../../src/provider/storage/memory.ts'
import { describeStorage } from './storage-suite.ts'
import { yieldToOthers } from './support/provider.ts'

describeStorage('memory', () => createMemoryStorage())
describeStorage('memory, with other requests between read and write', () =>
  createMemoryStorage({ pause: yieldToOthers }),
)
