# Sourced by ./run and ./check: makes .venv once, and again only when what it holds changes.

VENV=.venv

find_python() {
  local candidate
  for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "baogao needs Python 3.11 or newer: install it, or name it: PYTHON=/path/to/python3 $0" >&2
  return 1
}

# prepare_environment [EXTRA]: EXTRA is an extra of setup.cfg, such as dev
prepare_environment() {
  local extra=${1:+[$1]} python wanted
  python=$(find_python) || exit 1
  wanted=$("$python" -c '
import hashlib, pathlib, sys
pins = b"".join(pathlib.Path(name).read_bytes() for name in ("setup.cfg", "constraints.txt"))
print(sys.version.split()[0], hashlib.sha256(pins).hexdigest())')
  if grep -qsxF "$wanted" "$VENV/installed$extra"; then
    return
  fi
  echo "Preparing $VENV (once; about a minute) ..." >&2
  if ! "$python" -m venv --clear "$VENV"; then
    echo "$python cannot make a virtual environment: install its venv module" \
         "(on Debian: apt install python3-venv) and run this again" >&2
    exit 1
  fi
  # An old pip stumbles over extras with two spellings (lxml[html_clean]).
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check 'pip==26.3'
  # setuptools warns of what an editable installation is; nobody who types ./run can act on it.
  PYTHONWARNINGS=ignore "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint constraints.txt --editable ".$extra"
  # The development environment can do all that the plain one can.
  printf '%s\n' "$wanted" | tee "$VENV/installed" > "$VENV/installed$extra"
}
