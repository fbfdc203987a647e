#!/bin/sh
# Runs a command and fails if it changed a file that git would see. The tree may
# be dirty before: only the command's own changes count.
#
#   scripts/unchanged.sh REMEDY COMMAND [ARGUMENT...]
set -eu

remedy=$1
shift
cd "$(git rev-parse --show-toplevel)"

# tree prints the name of a git tree that holds every file as it is now. An index
# of its own keeps the user's untouched.
index=$(mktemp)
trap 'rm -f "$index"' EXIT
tree() {
	rm -f "$index"
	GIT_INDEX_FILE=$index git add --all
	GIT_INDEX_FILE=$index git write-tree
}

before=$(tree)
"$@"
after=$(tree)
if [ "$before" != "$after" ]; then
	echo "$* changed files; run $remedy and keep the result:" >&2
	git --no-pager diff --stat "$before" "$after" >&2
	git --no-pager diff "$before" "$after" | head -n 100 >&2
	exit 1
fi
