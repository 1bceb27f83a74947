#!/bin/sh
# Refuses to start with placeholder secrets, then runs the command.
set -eu
"$(dirname "$0")/check-secrets.sh"
exec "$@"
