import { describe, expect, it } from 'vitest'
import { expand, filter } from './expand.ts'

describe('configuration 1.5: functions of the configuration templates', () => {
  it.each([
    ['secret drops every trailing line feed', '{{ secret "/run/secret" }}', 'hunter2'],
    ['secret trims nothing else', '{{ secret "/run/crlf" | printf "%q" }}', '"hunter2\\r"'],
    ['fileContent changes nothing', '{{ fileContent "/run/secret" }}', 'hunter2\n\n'],
    ['env gives a variable', '{{ env "NAME" }}', 'value'],
    ['env gives nothing for an unset variable', '[{{ env "UNSET" }}]', '[]'],
    ["env hides the provider's own secrets", '[{{ env "AUTHELIA_JWT_SECRET" }}{{ env "X_AUTHELIA_API_TOKEN" }}]', '[]'],
    ['env shows other variables of the provider', '{{ env "AUTHELIA_THEME" }}', 'dark'],
    ['env knows no inherited names', '[{{ env "toString" }}]', '[]'],
    ['mustEnv gives a variable', '{{ mustEnv "NAME" }}', 'value'],
    ['mustEnv gives nothing for an own secret', '[{{ mustEnv "AUTHELIA_JWT_SECRET" }}]', '[]'],
    ['expandenv expands both forms', `{{ expandenv "$NAME/\${NAME}/$UNSET" }}`, 'value/value/'],
    ['indent starts with the first line', '{{ indent 2 "a\\nb" }}', '  a\n  b'],
    ['nindent starts with a line feed', '{{ nindent 2 "a\\nb" }}', '\n  a\n  b'],
    ['mindent leaves one line as it is', '{{ mindent 4 "|" "a" }}', 'a'],
    ['mindent makes a block scalar of several', '{{ mindent 4 "|-" "a\\nb" }}', '|-\n    a\n    b'],
    ['squote escapes nothing', `{{ squote "it's" 1 nil }}`, "'it's' '1'"],
    ['msquote quotes one line', '{{ msquote "a" }}', "'a'"],
    ['msquote leaves several lines', '{{ msquote "a\\nb" }}', 'a\nb'],
    ['mquote quotes with double quotes', '{{ mquote "a" }} {{ mquote "a\\nb" }}', '"a" a\nb'],
    ['join takes any list', '{{ list 1 "a" nil true | join "-" }}', '1-a-true'],
    ['join takes a single value', '{{ join "-" "a" }}{{ join "-" nil }}', 'a'],
    ['dict fills a missing value', '{{ dict "a" 1 "b" }}', 'map[a:1 b:]'],
    ['keys collects the keys of all maps', '{{ keys (dict "b" 1) (dict "a" 1) | sortAlpha }}', '[a b]'],
    ['sortAlpha sorts by bytes', '{{ sortAlpha (list "b" "a" "B" 10 9) }}', '[10 9 B a b]'],
    [
      'default replaces what is empty',
      '{{ default "d" "" }}{{ default "d" 0 }}{{ default "d" nil }}{{ default "d" }}',
      'dddd',
    ],
    ['default keeps what is not', '{{ "v" | default "d" }}', 'v'],
    [
      'empty follows length and zero',
      '{{ empty "" }} {{ empty (list) }} {{ empty 1 }} {{ empty now }}',
      'true true false false',
    ],
    [
      'typeIs compares Go types',
      '{{ typeIs "int" 1 }} {{ typeIsLike "string" "a" }} {{ kindIs "slice" list }}',
      'true true true',
    ],
    ['sums are hexadecimal', '{{ sha1sum "abc" }}', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha256sum', '{{ sha256sum "abc" }}', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['uuidv4 draws from the random source', '{{ uuidv4 }}', '07070707-0707-4707-8707-070707070707'],
    ['fromYaml reads a mapping', '{{ (fromYaml "a: {b: [1, x]}").a.b }}', '[1 x]'],
    ['toYaml and back', '{{ dict "b" (list 1 "x") "a" true | toYaml | fromYaml }}', 'map[a:true b:[1 x]]'],
    ['toYamlPretty indents by two', '{{ dict "a" (dict "b" 1) | toYamlPretty }}', 'a:\n  b: 1'],
    ['toYaml indents by four', '{{ dict "a" (dict "b" 1) | toYaml }}', 'a:\n    b: 1'],
    ['toYamlCustom indents as told', '{{ toYamlCustom (dict "a" (dict "b" 1)) 3 }}', 'a:\n   b: 1'],
    ['now can be formatted', '{{ now | date "2006-01-02" }} {{ htmlDate now }}', '2023-11-14 2023-11-14'],
    ['htmlDateInZone changes the day', '{{ htmlDateInZone now "Asia/Tokyo" }}', '2023-11-15'],
    ['toDate gives the zero time for a wrong text', '{{ toDate "2006-01-02" "x" | unixEpoch }}', '-62135596800'],
    ['ago counts from now', '{{ ago 1699999940 }}', '1m0s'],
    ['duration reads text too', '{{ duration "95" }} {{ duration "x" }}', '1m35s 0s'],
    [
      'glob lists in order of names',
      '{{ glob "/etc/oidc/clients/*.yml" }}',
      '[/etc/oidc/clients/a.yml /etc/oidc/clients/b.yml]',
    ],
    ['glob matches folders on the way', '{{ glob "/etc/o*/clients/[ab].y?l" | len }}', '2'],
    ['glob of what is not there is empty', '{{ glob "/nowhere/*" }}{{ glob "/etc/oidc/none.txt" }}', '[][]'],
    ['glob of a plain name', '{{ glob "/etc/oidc/readme.txt" }}', '[/etc/oidc/readme.txt]'],
    [
      'walk goes down in order of names',
      '{{ range walk "/etc/oidc" "\\\\.yml$" true }}{{ .Name }} {{ end }}',
      'a.yml b.yml c.yml ',
    ],
    [
      'walk shows folders too',
      '{{ range walk "/etc/oidc/clients/old" "" false }}{{ .Path }}:{{ .IsDir }} {{ end }}',
      '/etc/oidc/clients/old:true /etc/oidc/clients/old/c.yml:false ',
    ],
  ])('%s', (_rule, template, expected) => {
    expect(expand(template)).toBe(expected)
  })

  it('the usual idiom of a key file gives a block scalar', () => {
    const text = expand('    - key: {{ secret "/run/rsa.key" | mindent 10 "|" | msquote }}\n')
    expect(text).toBe('    - key: |\n          -----BEGIN KEY-----\n          abc\n          -----END KEY-----\n')
  })

  it.each([
    ['mustEnv', '{{ mustEnv "UNSET" }}'],
    ['iterate', '{{ iterate 3 }}'],
    ['fromYaml of a list', '{{ fromYaml "[1]" }}'],
    ['fromYaml of no YAML', '{{ fromYaml "a: [" }}'],
    ['indent below zero', '{{ indent -1 "a" }}'],
    ['walk without a folder', '{{ walk "" "" false }}'],
    ['walk with a bad expression', '{{ walk "/etc" "(" false }}'],
    ['a bad pattern', '{{ glob "/etc/[" }}'],
  ])('%s fails', (_rule, template) => {
    expect(() => expand(template)).toThrow(expect.objectContaining({ code: 'ERR_TEMPLATE_INVALID' }))
  })

  it('no message shows a value', () => {
    for (const template of [
      '{{ index (secret "/run/secret") "x" }}',
      '{{ fromYaml (secret "/run/secret") }}',
      '{{ b64dec (secret "/run/secret") }}',
      '{{ mustToDate "2006" (secret "/run/secret") }}',
      '{{ range secret "/run/secret" }}{{ end }}',
      '{{ eq 1 (secret "/run/secret") }}',
    ]) {
      expect(() => expand(template)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
      )
    }
  })
})

describe('configuration 1.5: a file that cannot be read counts as present and unknown', () => {
  const source = 'a: 1\nkey: {{ secret "/run/none" | msquote }}\n'

  it('a placeholder stands in its place', () => {
    const { text, unreadable } = filter(source)
    expect(text).toBe(`a: 1\nkey: '${unreadable[0]?.placeholder}'\n`)
  })

  it('it is listed with its place', () => {
    expect(filter(source).unreadable).toEqual([
      { path: '/run/none', reason: 'there is no such file', line: 2, column: 9, placeholder: '__unreadable_file_0__' },
    ])
  })
})

describe('errors of a template', () => {
  it.each([
    ['an unknown function', 'a: 1\nb: {{ mdquote "x" }}\n', 2, 7],
    ['an action without end', 'a\n  {{ if true }}\n', 2, 3],
    ['a function that fails', 'a\n\nb {{ print 1 }} {{ mustEnv "UNSET" }}', 3, 20],
  ])('%s is reported at its place', (_rule, source, line, column) => {
    expect(() => expand(source)).toThrow(
      expect.objectContaining({ position: { file: 'configuration.yml', line, column } }),
    )
  })

  it("a function that does not exist has a 'did you mean'", () => {
    expect(() => expand('{{ mdquote "x" }}')).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/mquote|msquote/) }),
    )
  })
})
