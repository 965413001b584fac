/**
 * Completion scripts for bash, zsh and fish, made from the commands' own descriptions. Each script holds its whole
 * table, so that completing starts no process.
 */

export interface CompletedFlag {
  name: string
  summary: string
  takesValue: boolean
  options: readonly string[]
}

export interface CompletedCommand {
  words: readonly string[]
  summary: string
  flags: readonly CompletedFlag[]
}

export const COMPLETION_SHELLS = ['bash', 'zsh', 'fish'] as const

/** Text inside single quotes of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** The words that may follow each beginning of a command: `''` → `keys secret …`, `keys` → `generate …`. */
function followers(commands: readonly CompletedCommand[]): Map<string, Set<string>> {
  const table = new Map<string, Set<string>>()
  for (const { words } of commands) {
    words.forEach((word, index) => {
      const before = words.slice(0, index).join(' ')
      table.set(before, (table.get(before) ?? new Set()).add(word))
    })
  }
  return table
}

/** One `case` for all that depends on the command typed so far; bash and zsh share it. */
function cases(commands: readonly CompletedCommand[]): string {
  const words = [...followers(commands)].map(
    ([before, next]) => `    ${quoted(before)}) words=${quoted([...next].join(' '))} ;;`,
  )
  const flags = commands.map(
    ({ words, flags }) =>
      `    ${quoted(words.join(' '))}) words=${quoted(flags.map(({ name }) => `--${name}`).join(' '))} ;;`,
  )
  const values = commands.flatMap(({ words, flags }) =>
    flags
      .filter(({ options }) => options.length > 0)
      .map(
        ({ name, options }) => `    ${quoted(`${words.join(' ')} --${name}`)}) words=${quoted(options.join(' '))} ;;`,
      ),
  )
  return [...words, ...flags, ...values].join('\n')
}

function bash(commands: readonly CompletedCommand[]): string {
  return `# bash completion for oidc
_oidc() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" typed="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && break
    typed="\${typed:+$typed }$word"
  done
  [[ $previous == --* ]] && typed="$typed $previous"
  case "$typed" in
${cases(commands)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ -z $words ]] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _oidc oidc
`
}

function zsh(commands: readonly CompletedCommand[]): string {
  return `#compdef oidc
_oidc() {
  local typed="" word="" previous="\${words[CURRENT-1]}" entered=("\${words[@]:1:$((CURRENT-2))}") words=""
  for word in $entered; do
    [[ $word == -* ]] && break
    typed="\${typed:+$typed }$word"
  done
  [[ $previous == --* ]] && typed="$typed $previous"
  case "$typed" in
${cases(commands)}
  esac
  if [[ -n $words ]]; then compadd -- \${=words}; else _files; fi
}
compdef _oidc oidc
`
}

function fish(commands: readonly CompletedCommand[]): string {
  const subcommands = [...followers(commands)].flatMap(([before, next]) =>
    [...next].map((word) => {
      const summary = commands.find(
        ({ words }) => words.join(' ') === [before, word].filter(Boolean).join(' '),
      )?.summary
      return `complete -c oidc -n ${quoted(`__oidc_typed ${before}`)} -f -a ${quoted(word)} -d ${quoted(summary ?? '')}`
    }),
  )
  const flags = commands.flatMap(({ words, flags }) =>
    flags.map(({ name, summary, takesValue, options }) => {
      const value = takesValue ? (options.length > 0 ? ` -x -a ${quoted(options.join(' '))}` : ' -r') : ''
      return `complete -c oidc -n ${quoted(`__oidc_typed ${words.join(' ')}`)} -l ${name}${value} -d ${quoted(summary)}`
    }),
  )
  return `# fish completion for oidc
function __oidc_typed
  set -l typed (commandline -opc)[2..-1]
  set -l words (string match -v -- '-*' $typed)
  test "$words[1..(count $argv)]" = "$argv" -a (count (string match -r -- '^[^-].*' $typed)) -ge (count $argv)
end
${[...subcommands, ...flags].join('\n')}
`
}

/** The script for `shell`, one of {@link COMPLETION_SHELLS}. */
export function completionScript(shell: string, commands: readonly CompletedCommand[]): string {
  if (shell === 'bash') return bash(commands)
  return shell === 'zsh' ? zsh(commands) : fish(commands)
}
