#!/bin/sh
# What tests need from the system: Chromium and a PostgreSQL server. Found, else installed (Debian's packages as root,
# Playwright's Chromium otherwise), else named with the command that installs it. $1: the virtual environment.
# Of Chromium the headless shell is best: the whole browser draws its own menus as web pages, beside each tab of a test.
set -eu
venv=$1

is_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_install() {
  echo "Installing $* with apt-get …"
  DEBIAN_FRONTEND=noninteractive apt-get update -qq -o Acquire::Retries=0 -o Acquire::http::Timeout=20 >/dev/null && \
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_chromium() {
  [ -n "${CHROMIUM:-}" ] && return 0
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  "$venv/bin/python" - <<'PYTHON'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PYTHON
}

has_postgres() {
  command -v initdb >/dev/null 2>&1 && command -v postgres >/dev/null 2>&1 && return 0
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
    [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && return 0
  done
  return 1
}

if [ -z "${CHROMIUM:-}" ] && is_root_on_debian && ! command -v chromium-headless-shell >/dev/null 2>&1; then
  # What there is does as well, it takes a third longer.
  apt_install chromium-headless-shell || has_chromium || apt_install chromium || true
fi
if ! has_chromium; then
  has_chromium || "$venv/bin/playwright" install chromium || true
  has_chromium || {
    echo "The browser tests need Chromium. Install it with: sudo apt-get install chromium" >&2
    echo "  or: $venv/bin/playwright install --with-deps chromium" >&2
    exit 1
  }
fi

if ! has_postgres; then
  if is_root_on_debian; then apt_install postgresql || true; fi
  has_postgres || {
    echo "The database tests need a PostgreSQL server (its programs; none has to run)." >&2
    echo "  Debian, Ubuntu:  sudo apt-get install postgresql" >&2
    echo "  macOS:           brew install postgresql@17" >&2
    exit 1
  }
fi
