"""A program of its own that draws plots: one Vega-Lite specification a line in, one SVG a line out.

The drawing engine holds the interpreter while it starts (one to three seconds) and while it draws,
and a process that forks after drawing hangs; so no process of the service loads it. The program
ends when its input does, or after ``PATIENCE`` seconds of drawing or of nothing to do.
"""

import json
import signal
import sys

import vl_convert

PATIENCE = 60  # seconds


def main() -> None:
    """Draw until there is nothing more to draw."""
    # The default action of the alarm ends the process, even one that hangs in the engine.
    signal.alarm(PATIENCE)
    # Ctrl-C reaches every process of the terminal; this one ends with its input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        signal.alarm(PATIENCE)
        try:
            svg = vl_convert.vegalite_to_svg(json.loads(line))
        except ValueError as error:
            sys.stdout.write(json.dumps({"error": str(error)}) + "\n")
        else:
            sys.stdout.write(json.dumps({"svg": svg}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
