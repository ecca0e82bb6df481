"""Asks the web server of this container how it is; standard library only."""

import os
import sys
import urllib.error
import urllib.request

HOST = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]


def main() -> int:
    """0 only when /healthz says that database, broker and worker are up."""
    question = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": HOST})
    try:
        urllib.request.urlopen(question, timeout=5).close()  # noqa: S310 - this container alone
    except (urllib.error.URLError, OSError) as error:
        print(error)  # noqa: T201 - what Docker keeps as the reason
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
