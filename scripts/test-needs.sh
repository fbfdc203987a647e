#!/bin/sh
# Sees to it that the tests find PostgreSQL's server programs, Node.js and the npm
# packages of testrig/node. As root, what is missing is installed and said; other
# users are told what to install.
#
#   scripts/test-needs.sh PGTEST      (the built testrig/cmd/pgtest)
set -eu

pgtest=$1
updated=

# install WHAT PACKAGE... installs Debian packages, or says what is missing.
install() {
	what=$1
	shift
	if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
		echo "The tests need $what, which is not installed: install it (on Debian as root: apt-get install $*)." >&2
		exit 1
	fi
	echo "The tests need $what: installing $* with apt-get."
	if [ -z "$updated" ]; then
		apt-get update -q
		updated=yes
	fi
	DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

if ! "$pgtest" -find >/dev/null 2>&1; then
	install "the PostgreSQL server" postgresql
	"$pgtest" -find >/dev/null
fi

# One after the other: NodeSource's nodejs holds npm and conflicts with Debian's.
if ! command -v node >/dev/null; then
	install "Node.js" nodejs
fi
if ! command -v npm >/dev/null; then
	install "npm" npm
fi

# A copy of the lock file remembers what was installed; dates do not survive a
# checkout.
cd "$(dirname "$0")/../testrig/node"
if ! cmp -s package-lock.json node_modules/.installed-lock; then
	echo "Installing the npm packages of testrig/node."
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	cp package-lock.json node_modules/.installed-lock
fi
