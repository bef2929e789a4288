#!/usr/bin/env bash
# terraform-local 0.27.0 (tflocal): the credentials in the environment are not those that Terraform signs with.
# The provider block it writes says key `test`, secret `test`, whatever AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY say,
# and a block wins over the environment. With CUSTOMIZE_ACCESS_KEY=1 the key's id passes, unless it begins with A: then
# that letter becomes an L. The secret stays `test` in every case.
#
# So: an emulator that verifies signatures refuses every request of tflocal with "security token is invalid" or
# "signature does not match", and nothing in the run says which key was used. An emulator that wants to know its callers
# can tell them apart by the key's id only, and only by ids that do not begin with A.
#
# Needs python3 (3.11 or later) with venv; no Terraform, a stub tells its version. Installs a pinned package into a
# temporary folder. Exits 1 when it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check terraform-local==0.27.0

mkdir "$folder/stack"
cd "$folder/stack"
printf 'provider "aws" {\n  region = "us-east-1"\n}\n' > main.tf
printf '#!/bin/sh\necho %s\n' "'{\"terraform_version\": \"1.9.8\"}'" > "$folder/terraform"
chmod +x "$folder/terraform"

# NAME=VALUE...: prints "id secret" of the provider block that is written in that environment
signed_with() {
  rm -f localstack_providers_override.tf
  env DRY_RUN=1 DISABLE_DEPRECATION_NOTICE=1 TF_CMD="$folder/terraform" AWS_ENDPOINT_URL=http://127.0.0.1:4566 \
    AWS_SECRET_ACCESS_KEY=its-own-secret "$@" "$folder/venv/bin/tflocal" plan >/dev/null
  sed -n 's/^ *\(access\|secret\)_key *= "\(.*\)"/\2/p' localstack_providers_override.tf | paste -sd' '
}

"$folder/venv/bin/pip" list --disable-pip-version-check 2>/dev/null | grep terraform-local
plain=$(signed_with AWS_ACCESS_KEY_ID=ROOTOFSANDBOX)
custom=$(signed_with AWS_ACCESS_KEY_ID=ROOTOFSANDBOX CUSTOMIZE_ACCESS_KEY=1)
letter=$(signed_with AWS_ACCESS_KEY_ID=AROOTOFSANDBOX CUSTOMIZE_ACCESS_KEY=1)
echo "by itself: $plain"
echo "with CUSTOMIZE_ACCESS_KEY=1: $custom"
echo "the same with an id that begins with A: $letter"
[ "$plain" = "test test" ] && [ "$custom" = "ROOTOFSANDBOX test" ] && [ "$letter" = "LROOTOFSANDBOX test" ] ||
  { echo "the package behaves otherwise now"; exit 1; }
