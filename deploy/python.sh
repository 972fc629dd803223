#!/usr/bin/env bash
# Name a Python that can run this: 3.11, 3.12 or 3.13. Or say what to install.
set -euo pipefail

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
for name in python3.11 python3.12 python3.13 python3; do
    # Being on the path is not enough: some are there only to say they are not.
    if "$name" -c "$fits" 2> /dev/null; then
        command -v "$name"
        exit 0
    fi
done
echo 'Python 3.11, 3.12 or 3.13 is needed, and none was found.' >&2
echo 'On Debian or Ubuntu: sudo apt-get install python3 python3-venv' >&2
exit 1
