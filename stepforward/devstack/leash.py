"""Outlives its supervisor by a few seconds, to end what the supervisor left behind.

Run as a script with a pipe on standard input. Lines say what to watch: `+ pgid signal`, `- pgid`,
`path folder` (removed at the end). When the pipe closes, everything still watched is ended.
"""

import os
import shutil
import signal
import sys
import time

GRACE = 3.0  # seconds between the first signal and SIGKILL


def send(group, number):
    """Whether the group was there to be told."""
    try:
        os.killpg(group, number)
    except OSError:
        return False
    return True


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups, folders = {}, []
    for line in sys.stdin:
        verb, _, rest = line.rstrip("\n").partition(" ")
        if verb == "+":
            group, number = rest.split()
            groups[int(group)] = int(number)
        elif verb == "-":
            groups.pop(int(rest), None)
        elif verb == "path":
            folders.append(rest)
    left = [group for group, number in groups.items() if send(group, number)]
    until = time.monotonic() + GRACE
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = [group for group in left if send(group, 0)]
    for group in left:
        send(group, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
