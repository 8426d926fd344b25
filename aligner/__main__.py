"""`python -m aligner`: the command line from a checkout, without installing."""

import sys


def main() -> int:
    """Run the command line; being stopped while it is still loading is as quiet as later on."""
    try:
        from aligner.cli.main import main as run
    except KeyboardInterrupt:
        sys.stderr.write("aligner: error: stopped\n")
        return 130
    return run()


if __name__ == "__main__":
    sys.exit(main())
