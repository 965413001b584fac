/**
 * A program for tests: adds one client to a file. Arguments: the file, the client_id, and optionally `forever` (adds
 * one after the other until it is killed).
 */
import { editFile } from '../../../src/editor/edit-file.ts'
import { editYaml } from '../../../src/editor/edit-yaml.ts'

async function insert(file: string, clientId: string): Promise<void> {
  const path = ['identity_providers', 'oidc', 'clients']
  await editFile(file, (source) =>
    editYaml(source, [{ kind: 'insert', path, value: { client_id: clientId } }], { file }),
  )
}

const [file = '', clientId = '', forever] = process.argv.slice(2)
for (let count = 0; count === 0 || forever !== undefined; count += 1) {
  await insert(file, forever === undefined ? clientId : `${clientId}-${count}`)
  process.stdout.write('.')
}
