#!/bin/sh
# Create the virtual environment $1 with the newest Python from 3.11 on that this machine has; say what to do if it has none.
set -eu
venv=$1

[ -x "$venv/bin/python" ] && "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exit 0

found=
old=
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
  # A version manager may offer a name that it then refuses to run.
  version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    found=$name
    break
  fi
  old="$old $name ($version)"
done

if [ -z "$found" ]; then
  echo "Child Atlas needs Python 3.11 or newer.${old:+ Found only:$old.}" >&2
  echo "  Debian, Ubuntu:  sudo apt-get install python3 python3-venv" >&2
  echo "  macOS:           brew install python@3.13" >&2
  echo "  elsewhere:       python.org; or name yours: make run PYTHON=/path/to/python3.13" >&2
  exit 1
fi

echo "Creating $venv with $found ($version) …"
rm -rf "$venv"
if ! "$found" -m venv "$venv" >"${venv}.log" 2>&1; then
  cat "${venv}.log" >&2
  rm -rf "$venv" "${venv}.log"
  echo "This Python can't create virtual environments. On Debian and Ubuntu: sudo apt-get install python$version-venv" >&2
  exit 1
fi
rm -f "${venv}.log"
