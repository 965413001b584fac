#!/usr/bin/env bash
# Installs, as root on Debian, what `npm run test:system` needs beside Node.
set -euo pipefail
packages=(apache2 chromium curl fonts-inter jose jq libapache2-mod-auth-openidc openssl perl python3 python3-argon2 python3-authlib python3-pytest python3-requests tmux whois zbar-tools)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
