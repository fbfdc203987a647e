# Keeps one throw-away PostgreSQL cluster for as long as standard input stays
# open. Whoever starts this script holds the other end of that pipe, so the
# kernel closes it however the starter ends, SIGKILL included, and nothing
# outlives it.
#
# Arguments: directory with the server programs, directory to work in, settings
# for postgresql.conf.
# Output: one line, "ready DIRECTORY" or "failed DIRECTORY". The log is
# DIRECTORY/log.

bin=$1
base=$2
settings=$3

umask 077
dir=$(mktemp -d "$base/fyrtaarn-postgres-XXXXXX") || exit 1

# An immediate stop skips the last checkpoint: nobody reads these files again.
finish() {
	"$bin/pg_ctl" stop -D "$dir/data" -m immediate -s >/dev/null 2>&1
	rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

start() {
	"$bin/initdb" -D "$dir/data" -U postgres --auth=trust --encoding=UTF8 \
		--locale=C.UTF-8 --no-sync --no-instructions || return 1
	printf '%s\n' "$settings" "unix_socket_directories = '$dir'" \
		>>"$dir/data/postgresql.conf" || return 1
	"$bin/pg_ctl" start -D "$dir/data" -l "$dir/log" -w -t 60 -s
}

if start >"$dir/log" 2>&1 </dev/null; then
	echo "ready $dir"
else
	echo "failed $dir"
fi

cat >/dev/null
