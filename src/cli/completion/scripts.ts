import { completionRequest } from "./request.js";

/** Shells that a completion script exists for. */
export const shells = ["bash", "fish", "zsh"] as const;
export type Shell = (typeof shells)[number];

/*
 * The scripts hold no list of commands: they ask the program, so that they stay right when it is updated.
 * An answer is one candidate a line, a tab before its description, and a last line :none, :files or :folders.
 */

const bash = `# provc completion for bash: add this to ~/.bashrc:  eval "$(provc completion bash)"
_provc() {
  local line="\${COMP_LINE:0:COMP_POINT}" answer directive broken
  local -a words lines
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  answer=$(provc ${completionRequest} "\${words[@]:1}" 2>/dev/null) || return 0
  mapfile -t lines <<< "$answer"
  directive=\${lines[-1]}
  unset 'lines[-1]'
  # Readline replaces only what stands after the last = or : of the word.
  broken=\${words[-1]}
  broken=\${broken%"\${broken##*[=:]}"}
  COMPREPLY=()
  for line in "\${lines[@]}"; do
    line=\${line%%$'\\t'*}
    COMPREPLY+=("\${line#"$broken"}")
  done
  case $directive in
    :files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "\${words[-1]}") ;;
    :folders) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "\${words[-1]}") ;;
  esac
}
complete -F _provc provc
`;

const zsh = `#compdef provc
# provc completion for zsh: add this to ~/.zshrc, after compinit:  eval "$(provc completion zsh)"
_provc() {
  local line
  local -a lines candidates
  lines=("\${(@f)$(provc ${completionRequest} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${(@)lines[1,-2]}"; do
    if [[ $line == *$'\\t'* ]]; then
      candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    else
      candidates+=("\${line//:/\\\\:}")
    fi
  done
  (( \${#candidates} )) && _describe 'provc' candidates
  case \${lines[-1]} in
    :files) _files ;;
    :folders) _files -/ ;;
  esac
}
if [[ \${funcstack[1]} == _provc ]]; then _provc "$@"; else compdef _provc provc; fi
`;

const fish = `# provc completion for fish: put this into ~/.config/fish/completions/provc.fish
function __provc_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process) (commandline --current-token --cut-at-cursor)
    set -l lines (provc ${completionRequest} $words[2..] 2>/dev/null)
    test (count $lines) -gt 0; or return
    for line in $lines[1..-2]
        test -n "$line"; and echo $line
    end
    switch $lines[-1]
        case :files
            __fish_complete_path (commandline --current-token)
        case :folders
            __fish_complete_directories (commandline --current-token)
    end
end
complete --command provc --no-files --arguments '(__provc_complete)'
`;

/** The text of a shell's completion script. */
export function completionScript(shell: Shell): string {
  return { bash, fish, zsh }[shell];
}
